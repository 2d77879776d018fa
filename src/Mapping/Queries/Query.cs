using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Runtime.InteropServices;
using AkkaOrm.Queries;

namespace AkkaOrm;

/// <summary>A question to the database, as an immutable value; what it yields is in <see cref="Query{T}"/>. It needs no model and no session, and sends nothing.</summary>
/// <remarks>Variables around a lambda are read when the clause is written, never later: a query in a static field has the values of the moment it was made. <c>DateTime.Now</c> and <c>UtcNow</c> in a lambda are the server's clock.</remarks>
public abstract class Query
{
    private readonly object _origin;
    private ImmutableArray<Clause> _clauses;
    private QueryShape? _shape;
    private object?[]? _values;

    private protected Query(Query? source, Clause clause) => (Source, _origin) = (source, clause);

    /// <summary>Made by a compiled query: of its clauses, with these values.</summary>
    private protected Query(QueryTemplate template, object?[] values, QueryShape? shape) => (_origin, _values, _shape) = (template, values, shape);

    private protected Query(ImmutableArray<Clause> clauses) => (_origin, _clauses) = (clauses[^1], clauses);

    /// <summary>The type of a row of the answer.</summary>
    public abstract Type ResultType { get; }

    /// <summary>From the first to the last.</summary>
    internal ImmutableArray<Clause> Clauses => _clauses.IsDefault ? _clauses = AllClauses() : _clauses;

    /// <summary>Whether <see cref="Clauses"/> costs nothing; else <see cref="LastClause"/> and <see cref="Source"/> do.</summary>
    internal bool HasClauses => !_clauses.IsDefault || _origin is QueryTemplate;

    internal Query? Source { get; }
    internal Clause LastClause => _origin as Clause ?? Clauses[^1];

    /// <summary>Whether its rows are locked.</summary>
    internal bool Locks
    {
        get
        {
            for (var query = this; query is not null; query = query.Source)
                if (query._origin is Clause.Lock or QueryTemplate { Locks: true } || (query.Source is null && !query._clauses.IsDefault && query._clauses.Any(static c => c is Clause.Lock))) return true;
            return false;
        }
    }

    /// <summary>What its SQL depends on; global filters are not among it.</summary>
    internal QueryShape Shape => Volatile.Read(ref _shape) ?? ShapeBuilder.Of(this);

    /// <summary>Its shape and values, where they are known already.</summary>
    internal bool IsKnown([NotNullWhen(true)] out QueryShape? shape, [NotNullWhen(true)] out object?[]? values)
    {
        shape = Volatile.Read(ref _shape);
        values = _values;
        return shape is not null && values is not null;
    }

    /// <summary>Keeps what was found out, for the next time it is asked.</summary>
    internal void Know(QueryShape shape, object?[] values)
    {
        _values ??= values;
        Volatile.Write(ref _shape, shape);
    }

    internal abstract Query Then(Clause clause);

    /// <summary>A query of the same result.</summary>
    internal abstract Query Of(ImmutableArray<Clause> clauses);

    internal Query Bound(ClauseBinder binder) => Of(binder.Clauses(Clauses));

    /// <summary>All entities of a type.</summary>
    /// <typeparam name="T">A class of the model the query is asked against.</typeparam>
    public static Query<T> From<T>() where T : class => Root<T>.Query;

    /// <summary>The rows of an SQL query. For an entity it must yield the entity's columns (<c>select *</c>); for another class, columns named like its constructor's parameters in snake_case; for a single value, one column.</summary>
    /// <typeparam name="T">An entity, a class or record with one constructor, or a type PostgreSQL has.</typeparam>
    /// <param name="sql">A SELECT or WITH … SELECT. It becomes a subquery, so that what follows composes with it.</param>
    public static Query<T> FromSql<T>(SqlText sql) => new(null, new Clause.FromSql(typeof(T), Whole(sql)));

    /// <summary>A query that is translated once: calling it only puts the arguments in. What comes back is a query like any other.</summary>
    /// <param name="query">Methods of <see cref="Query{T}"/>, one after the other. The parameter may stand wherever a value may: in the lambdas, in Skip, Take and After, and in the shape of an Include. Variables around it are read once, now.</param>
    /// <typeparam name="T1">The type of the argument.</typeparam>
    /// <typeparam name="R">What the query's rows are.</typeparam>
    /// <exception cref="StatementException">An argument stands where it would decide which SQL is sent, or in a function that cannot be looked into.</exception>
    public static Func<T1, Query<R>> Compile<T1, R>(Expression<Func<T1, Query<R>>> query)
    {
        var template = QueryTemplate.Of(query);
        return argument => template.Bind<R>(new(argument, null));
    }

    /// <summary>A query of two arguments that is translated once: calling it only puts them in. What comes back is a query like any other.</summary>
    /// <param name="query">Methods of <see cref="Query{T}"/>, one after the other. The parameters may stand wherever a value may: in the lambdas, in Skip, Take and After, and in the shape of an Include. Variables around it are read once, now.</param>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="R">What the query's rows are.</typeparam>
    /// <exception cref="StatementException">An argument stands where it would decide which SQL is sent, or in a function that cannot be looked into.</exception>
    public static Func<T1, T2, Query<R>> Compile<T1, T2, R>(Expression<Func<T1, T2, Query<R>>> query)
    {
        var template = QueryTemplate.Of(query);
        return (first, second) => template.Bind<R>(new(first, second));
    }

    /// <summary>The clauses, one a line; values are not printed.</summary>
    public override string ToString() => string.Join("\n  ", Clauses);

    private protected static SqlText Whole(SqlText sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return sql.Unfinished is { } place ? throw new StatementException($"SQL text ends inside {place}") { Expression = sql.ToString() } : sql;
    }

    private protected static CapturedLambda Captured(LambdaExpression lambda) => CapturedLambda.Of(lambda);

    private ImmutableArray<Clause> AllClauses()
    {
        if (_origin is QueryTemplate template) return template.Clauses(_values!);
        var (count, root) = (0, this);
        for (; root is { HasClauses: false }; root = root.Source) count++;
        var before = root is null ? [] : root.Clauses;
        var all = new Clause[before.Length + count];
        before.CopyTo(all);
        for (var (query, i) = (this, all.Length - 1); i >= before.Length; query = query.Source!, i--) all[i] = (Clause)query._origin;
        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    private static class Root<T> where T : class
    {
        public static readonly Query<T> Query = new(null, new Clause.From(typeof(T)));
    }
}
