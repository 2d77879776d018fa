using System.Diagnostics.Contracts;
using System.Linq.Expressions;
using AkkaOrm.Queries;

namespace AkkaOrm;

/// <summary>A query that has an order.</summary>
/// <typeparam name="T">What its rows are.</typeparam>
public sealed class OrderedQuery<T> : Query<T>
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
        var keys = Clauses.OfType<Clause.OrderBy>().ToList();
        var first = keys.FindLastIndex(k => !k.IsNext);
        return new(this, new Clause.After([.. keys.Skip(first).Select(k => ValueOf(k.Key, last))]));
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
