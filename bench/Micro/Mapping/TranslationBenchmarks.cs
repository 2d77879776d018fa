using System.Linq.Expressions;
using AkkaOrm.Compilation;
using AkkaOrm.Micro.Models;
using AkkaOrm.Queries;
using BenchmarkDotNet.Attributes;
using static AkkaOrm.Query;

namespace AkkaOrm.Micro.Mapping;

/// <summary>From a lambda with two conditions to a plan with its values.</summary>
[MemoryDiagnoser]
public class TranslationBenchmarks
{
    private static readonly ModelFilters NoFilters = ModelFilters.Of(Blog.Model);
    private static readonly Func<int, int, Query<Post>> Compiled = Compile((int rank, int views) => From<Post>().Where(x => x.Rank == rank && x.Views > views));

    private readonly Query<Post> _query = Compiled(1, 2);
    private int _rank = 3;

    /// <summary>What C# itself makes for the lambda: to be taken off the other numbers.</summary>
    [Benchmark(Baseline = true)]
    public object ExpressionTree()
    {
        var (rank, views) = (_rank, _rank + 1);
        return Tree(x => x.Rank == rank && x.Views > views);
    }

    /// <summary>The query, its shape found in the cache, its values bound.</summary>
    [Benchmark]
    public object Warm()
    {
        var (rank, views) = (_rank, _rank + 1);
        return ReadPlanner.Fetch(Blog.Model, From<Post>().Where(x => x.Rank == rank && x.Views > views));
    }

    /// <summary>The query alone, not sent.</summary>
    [Benchmark]
    public object Written()
    {
        var (rank, views) = (_rank, _rank + 1);
        return From<Post>().Where(x => x.Rank == rank && x.Views > views);
    }

    /// <summary>Nothing in the cache: the SQL is made.</summary>
    [Benchmark]
    public object Cold()
    {
        var (rank, views) = (_rank, _rank + 1);
        var query = From<Post>().Where(x => x.Rank == rank && x.Views > views);
        var values = ShapeBuilder.ValuesOf(shape => shape.Add(query));
        return StatementCompiler.Fetch(Blog.Model, query, values, NoFilters).Bind(values.All);
    }

    /// <summary>A query that was sent before, sent again.</summary>
    [Benchmark]
    public object Again() => ReadPlanner.Fetch(Blog.Model, _query);

    /// <summary>The call of a compiled query.</summary>
    [Benchmark]
    public object CompiledCall() => Compiled(_rank, _rank + 1);

    /// <summary>The call of a compiled query, and its plan.</summary>
    [Benchmark]
    public object CompiledPlan() => ReadPlanner.Fetch(Blog.Model, Compiled(_rank, _rank + 1));

    private static Expression<Func<Post, bool>> Tree(Expression<Func<Post, bool>> tree) => tree;
}
