using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Micro.Models;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;
using BenchmarkDotNet.Attributes;
using static AkkaOrm.Query;

namespace AkkaOrm.Micro.Mapping;

/// <summary>What of rows that were read is to be written.</summary>
[MemoryDiagnoser]
public class ChangeDetectionBenchmarks
{
    private UnitOfWork _unit = null!;
    private IReadOnlyList<Post> _posts = null!;
    private Changes _updates = null!, _copies = null!, _nothing = null!;

    [Params(1, 1_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Read()
    {
        var map = new IdentityMap(1_000_000);
        _unit = new(Blog.Model, map);
        var read = ReadPlanner.Fetch(Blog.Model, From<Post>());
        _posts = ResultReader.Read<Post>(read, Blog.Answer(read.Plan, Rows), map);
        _updates = Given();
        _copies = _posts.Aggregate(Blog.Model.Changes, (all, post) => all.Update(post with { Rank = post.Rank + 1 }));
        _nothing = _posts.Aggregate(Blog.Model.Changes, (all, post) => all.Update(post with { }));
    }

    /// <summary>On the caller's thread: after − before of each.</summary>
    [Benchmark]
    public Changes Given() => _posts.Aggregate(Blog.Model.Changes, (all, post) => all.Update(post, x => x with { Rank = x.Rank + 1 }));

    /// <summary>In the session: differences merged with what it knows.</summary>
    [Benchmark]
    public object Updates() => Written(_updates);

    /// <summary>In the session: copies compared column by column.</summary>
    [Benchmark]
    public object Copies() => Written(_copies);

    /// <summary>In the session: copies in which nothing is new.</summary>
    [Benchmark]
    public object Unchanged() => Written(_nothing);

    private StagedUnit Written(Changes changes)
    {
        foreach (var operation in changes.Operations) _unit.Stage(operation);
        var written = _unit.ToWrite();
        _unit.Clear();
        return written;
    }
}
