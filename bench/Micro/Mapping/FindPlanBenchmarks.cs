using AkkaOrm.Compilation;
using AkkaOrm.Micro.Models;
using AkkaOrm.Tracking;
using BenchmarkDotNet.Attributes;

namespace AkkaOrm.Micro.Mapping;

/// <summary>The plan that reads one row by key.</summary>
[MemoryDiagnoser]
public class FindPlanBenchmarks
{
    private readonly EntityKey _key = new(Blog.Model.Entity(typeof(Post)), 7);

    [Benchmark]
    public object Find() => ReadPlanner.Find(Blog.Model, _key);
}
