using System.Collections.Immutable;
using System.Diagnostics.Contracts;
using System.Linq.Expressions;
using AkkaOrm.Queries;

namespace AkkaOrm;

/// <summary>A query that has an order.</summary>
/// <typeparam name="T">What its rows are.</typeparam>
public sealed class OrderedQuery<T> : Query<T>, IOrderedQuery
{
    internal OrderedQuery(Query? source, Clause clause) : base(source, clause) { }

    /// <summary>Where rows are equal so far, lowest first.</summary>
    [Pure] public OrderedQuery<T> ThenBy<K>(Expression<Func<T, K>> key) => new(this, new Clause.OrderBy(Captured(key), false, true));

    /// <summary>Where rows are equal so far, highest first.</summary>
    [Pure] public OrderedQuery<T> ThenByDescending<K>(Expression<Func<T, K>> key) => new(this, new Clause.OrderBy(Captured(key), true, true));

    /// <summary>The rows after this one in the query's own order: keyset paging, which stays fast and right however far it goes and whatever is inserted meanwhile.</summary>
    /// <param name="last">The last row of the page before.</param>
    /// <remarks>The order must end with the key, or rows that are equal so far would be lost between pages: a <see cref="StatementException"/> when the query is sent.</remarks>
    [Pure]
    public OrderedQuery<T> After(T last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return new(this, new Clause.After([.. OrderKeys(Clauses).Select(k => ValueOf(k, last))]));
    }

    Query IOrderedQuery.After(Expression last) =>
        new OrderedQuery<T>(this, new Clause.After([.. OrderKeys(Clauses).Select(object? (key) => new Slot(last, ArgumentExpression.Function(last), Reader(key)))]));

    private static IEnumerable<CapturedLambda> OrderKeys(ImmutableArray<Clause> clauses)
    {
        var keys = clauses.OfType<Clause.OrderBy>().ToList();
        foreach (var key in keys.Skip(keys.FindLastIndex(k => !k.IsNext)).Select(k => k.Key))
            yield return key.Values.Any(v => v is Slot) ? throw new StatementException("After is about an order that is the same in every call") { Expression = key.ToString() } : key;
    }

    private static Func<object?, object?> Reader(CapturedLambda key)
    {
        var read = key.Compile();
        return last => read.DynamicInvoke(last ?? throw new ArgumentNullException(nameof(last)));
    }

    private static object? ValueOf(CapturedLambda key, T row)
    {
        try
        {
            return key.Compile().DynamicInvoke(row);
        }
        catch (System.Reflection.TargetInvocationException error) when (error.InnerException is AkkaOrmException inner)
        {
            throw inner;
        }
        catch (System.Reflection.TargetInvocationException error)
        {
            throw new StatementException("the last row's place in the order could not be read", error.InnerException) { Expression = key.ToString() };
        }
    }
}

/// <summary>An ordered query of whatever type.</summary>
internal interface IOrderedQuery
{
    /// <param name="last">The last row, by the arguments of a compiled query.</param>
    Query After(Expression last);
}
