using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Queries;

namespace AkkaOrm;

/// <summary>A question to the database, as an immutable value; what it yields is in <see cref="Query{T}"/>. It needs no model and no session, and sends nothing.</summary>
/// <remarks>Variables around a lambda are read when the clause is written, never later: a query in a static field has the values of the moment it was made. <c>DateTime.Now</c> and <c>UtcNow</c> in a lambda are the server's clock.</remarks>
public abstract class Query
{
    private readonly Query? _source;
    private readonly Clause _clause;

    private protected Query(Query? source, Clause clause) => (_source, _clause) = (source, clause);

    /// <summary>The type of a row of the answer.</summary>
    public abstract Type ResultType { get; }

    /// <summary>From the first to the last.</summary>
    internal ImmutableArray<Clause> Clauses
    {
        get
        {
            if (!field.IsDefault) return field;
            var clauses = new Stack<Clause>();
            for (var query = this; query is not null; query = query._source) clauses.Push(query._clause);
            return field = [.. clauses];
        }
    }

    /// <summary>Its shape and its values; those of global filters are not among them.</summary>
    internal QueryShape Shape => field ??= ShapeBuilder.Of(this);

    /// <summary>All entities of a type.</summary>
    /// <typeparam name="T">A class of the model the query is asked against.</typeparam>
    public static Query<T> From<T>() where T : class => new(null, new Clause.From(typeof(T)));

    /// <summary>The rows of an SQL query. For an entity it must yield the entity's columns (<c>select *</c>); for another class, columns named like its constructor's parameters in snake_case; for a single value, one column.</summary>
    /// <typeparam name="T">An entity, a class or record with one constructor, or a type PostgreSQL has.</typeparam>
    /// <param name="sql">A SELECT or WITH … SELECT. It becomes a subquery, so that what follows composes with it.</param>
    public static Query<T> FromSql<T>(SqlText sql) => new(null, new Clause.FromSql(typeof(T), Whole(sql)));

    /// <summary>The clauses, one a line; values are not printed.</summary>
    public override string ToString() => string.Join("\n  ", Clauses);

    private protected static SqlText Whole(SqlText sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return sql.Unfinished is { } place ? throw new StatementException($"SQL text ends inside {place}") { Expression = sql.ToString() } : sql;
    }

    private protected static CapturedLambda Captured(LambdaExpression lambda) => CapturedLambda.Of(lambda);
}
