using System.Collections.Immutable;
using System.Diagnostics.Contracts;
using System.Linq.Expressions;
using AkkaOrm.Queries;

namespace AkkaOrm;

/// <summary>A question whose answer is rows of <typeparamref name="T"/>. Every method returns a new query; LINQ's names, so that <c>from … where … select</c> works too.</summary>
/// <remarks>Lambdas are translated to SQL when the query is sent. What cannot be translated is a <see cref="StatementException"/> that names the expression; nothing is evaluated on the client in silence.</remarks>
/// <typeparam name="T">An entity, or what <see cref="Select{R}"/> makes.</typeparam>
public class Query<T> : Query
{
    internal Query(Query? source, Clause clause) : base(source, clause) { }
    internal Query(QueryTemplate template, object?[] values, QueryShape? shape) : base(template, values, shape) { }
    internal Query(ImmutableArray<Clause> clauses) : base(clauses) { }

    /// <inheritdoc/>
    public override Type ResultType => typeof(T);

    /// <summary>The rows for which the condition holds. Null compares as in C#; a relation that is empty makes what is behind it null.</summary>
    [Pure] public Query<T> Where(Expression<Func<T, bool>> condition) => Then<T>(new Clause.Where(Captured(condition)));

    /// <summary>The rows for which a condition in SQL holds. It names the columns of the table, without a prefix.</summary>
    [Pure] public Query<T> Where(SqlText condition) => Then<T>(new Clause.WhereSql(Whole(condition)));

    /// <summary>Ordered by a key, lowest first and null before all, as in C#; an order before it is forgotten.</summary>
    [Pure] public OrderedQuery<T> OrderBy<K>(Expression<Func<T, K>> key) => new(this, new Clause.OrderBy(Captured(key), false, false));

    /// <summary>Ordered by a key, highest first and null after all; an order before it is forgotten.</summary>
    [Pure] public OrderedQuery<T> OrderByDescending<K>(Expression<Func<T, K>> key) => new(this, new Clause.OrderBy(Captured(key), true, false));

    /// <summary>Without the first rows; less than one is none.</summary>
    [Pure] public Query<T> Skip(int rows) => Then<T>(new Clause.Skip((long)Math.Max(rows, 0)));

    /// <summary>At most so many rows; less than one is none. It counts entities, whatever is included with them.</summary>
    [Pure] public Query<T> Take(int rows) => Then<T>(new Clause.Take((long)Math.Max(rows, 0)));

    /// <summary>Equal rows once.</summary>
    [Pure] public Query<T> Distinct() => Then<T>(new Clause.Distinct());

    /// <summary>What is made of each row: only the columns named are read. Constructors and initialisers run on the client, the rest is SQL. The values are not tracked.</summary>
    [Pure] public Query<R> Select<R>(Expression<Func<T, R>> result) => Then<R>(new Clause.Select(Captured(result)));

    /// <summary>How many rows there are: a query of one row.</summary>
    [Pure] public Query<int> Count() => Then<int>(new Clause.Aggregate(AggregateKind.Count, null, typeof(int)));

    /// <summary>Whether there is a row: a query of one row.</summary>
    [Pure] public Query<bool> Any() => Then<bool>(new Clause.Aggregate(AggregateKind.Any, null, typeof(bool)));

    /// <summary>The highest value: a query of one row. Of no rows it is null, and where <typeparamref name="R"/> has no null a <see cref="NoResultException"/>.</summary>
    [Pure] public Query<R> Max<R>(Expression<Func<T, R>> value) => Then<R>(new Clause.Aggregate(AggregateKind.Max, Captured(value), typeof(R)));

    /// <summary>The lowest value: a query of one row. Of no rows it is null, and where <typeparamref name="R"/> has no null a <see cref="NoResultException"/>.</summary>
    [Pure] public Query<R> Min<R>(Expression<Func<T, R>> value) => Then<R>(new Clause.Aggregate(AggregateKind.Min, Captured(value), typeof(R)));

    /// <summary>The sum: a query of one row. Of no rows it is 0, and nulls count as 0, as in C#.</summary>
    [Pure] public Query<R> Sum<R>(Expression<Func<T, R>> value) => Then<R>(new Clause.Aggregate(AggregateKind.Sum, Captured(value), typeof(R)));

    /// <summary>Loads a relation along, or a deferred column; every relation on a path: <c>x => x.Destination.Value.Region</c> loads both.</summary>
    /// <param name="relation">The relation, or a path of to-one relations to it.</param>
    /// <param name="strategy">How it is read.</param>
    [Pure]
    public Query<T> Include(Expression<Func<T, IRelation>> relation, LoadStrategy strategy = LoadStrategy.Default) =>
        Then<T>(new Clause.Include(Captured(relation), null, strategy));

    /// <summary>Loads a relation along, or what <paramref name="shape"/> says of it: Where, OrderBy, Take (so many for each parent), nested Include. A collection that was filtered or limited is partial.</summary>
    /// <param name="relation">The relation, or a path of to-one relations to it.</param>
    /// <param name="shape">An ordinary function on a query over the related type; it is called once, now.</param>
    /// <param name="strategy">How it is read.</param>
    /// <typeparam name="R">The related entity.</typeparam>
    [Pure]
    public Query<T> Include<R>(Expression<Func<T, IRelation<R?>>> relation, Func<Query<R>, Query<R>> shape, LoadStrategy strategy = LoadStrategy.Default) where R : class
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Then<T>(new Clause.Include(Captured(relation), shape(From<R>()) ?? throw new StatementException("the shape of an Include returned null"), strategy));
    }

    /// <summary>Every statement of the query sees the latest committed rows, instead of all seeing one moment.</summary>
    [Pure] public Query<T> EachStepItsOwnSnapshot() => Then<T>(new Clause.OwnSnapshots());

    /// <summary>The session does not remember what it reads: the values cannot be handed to Update or Delete without their version.</summary>
    [Pure] public Query<T> NoTracking() => Then<T>(new Clause.NoTracking());

    /// <summary>Locks the rows until the transaction ends; only in an explicit transaction. Included rows are not locked.</summary>
    [Pure] public Query<T> ForUpdate(LockWait wait = LockWait.Wait) => Then<T>(new Clause.Lock(true, wait));

    /// <summary>Locks the rows against changes until the transaction ends; only in an explicit transaction. Included rows are not locked.</summary>
    [Pure] public Query<T> ForShare(LockWait wait = LockWait.Wait) => Then<T>(new Clause.Lock(false, wait));

    /// <summary>Without the model's global filters of these names; of none given, without all.</summary>
    [Pure] public Query<T> IgnoreFilters(params string[] names) => Then<T>(new Clause.IgnoreFilters([.. names]));

    /// <summary>A comment before the SQL, to be found in the server's logs.</summary>
    [Pure] public Query<T> TagWith(string comment) => Then<T>(new Clause.Tag(comment ?? ""));

    internal override Query Then(Clause clause) => Then<T>(clause);
    internal override Query Of(ImmutableArray<Clause> clauses) => new Query<T>(clauses);

    private Query<R> Then<R>(Clause clause) => new(this, clause);
}
