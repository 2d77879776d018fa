using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Micro.Models;
using AkkaOrm.Tracking;
using BenchmarkDotNet.Attributes;
using static AkkaOrm.Query;

namespace AkkaOrm.Micro.Mapping;

/// <summary>From the columns of an answer to values.</summary>
[MemoryDiagnoser]
public class MaterializationBenchmarks
{
    private PreparedRead _posts = null!, _lines = null!;
    private PlanResult _answer = null!, _lineAnswer = null!;

    [Params(1, 1_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Ask()
    {
        _posts = ReadPlanner.Fetch(Blog.Model, From<Post>());
        _answer = Blog.Answer(_posts.Plan, Rows);
        _lines = ReadPlanner.Fetch(Blog.Model, From<Post>().Select(x => new { x.Id, x.Text }));
        _lineAnswer = Blog.Answer(_lines.Plan, Rows);
    }

    [Benchmark]
    public object Untracked() => ResultReader.Read<Post>(_posts, _answer, null);

    /// <summary>In a session that sees the rows for the first time.</summary>
    [Benchmark]
    public object Tracked() => ResultReader.Read<Post>(_posts, _answer, new IdentityMap(1_000_000));

    [Benchmark]
    public object Projected() => Projected(_lines, _lineAnswer, new { Id = 0, Text = "" });

    private static IReadOnlyList<T> Projected<T>(PreparedRead read, PlanResult answer, T _) => ResultReader.Read<T>(read, answer, null);
}
