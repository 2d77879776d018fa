using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Micro.Models;
using AkkaOrm.Models;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;
using BenchmarkDotNet.Attributes;

namespace AkkaOrm.Micro.Mapping;

/// <summary>From the rows of a unit to its statements, in order.</summary>
[MemoryDiagnoser]
public class FlushPlanBenchmarks
{
    private StagedUnit _inserts = null!, _updates = null!, _deletes = null!;

    [Params(1, 1_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Stage()
    {
        var type = Blog.Model.Entity(typeof(Post));
        ImmutableArray<int> all = [.. type.Properties.Where(p => !p.IsKey).Select(p => p.Ordinal)];
        _inserts = Unit(post => new StagedRow(RowAction.Insert, type) { TemporaryKey = Guid.CreateVersion7(), Values = Values(type, post), Writes = all });
        _updates = Unit(post => new StagedRow(RowAction.Update, type) { Key = new EntityKey(type, post.Id), Values = Values(type, post), Writes = [type.Property(nameof(Post.Rank))!.Ordinal] });
        _deletes = Unit(post => new StagedRow(RowAction.Delete, type) { Key = new EntityKey(type, post.Id), Values = Values(type, post) });
    }

    [Benchmark]
    public object Inserts() => FlushPlanner.Plan(Blog.Model, _inserts, PlanTransaction.Commit);

    [Benchmark]
    public object Updates() => FlushPlanner.Plan(Blog.Model, _updates, PlanTransaction.Commit);

    [Benchmark]
    public object Deletes() => FlushPlanner.Plan(Blog.Model, _deletes, PlanTransaction.Commit);

    private StagedUnit Unit(Func<Post, StagedRow> row) => new([.. Enumerable.Range(1, Rows).Select(id => row(Blog.Post(id)))], []);

    private static ImmutableArray<object?> Values(EntityType type, Post post) => [.. type.Properties.Select(p => p.Read(post))];
}
