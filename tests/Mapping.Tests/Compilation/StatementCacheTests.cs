using AkkaOrm.Queries;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Compilation;

/// <summary>Q3: a shape is compiled once, whatever its values.</summary>
public sealed class StatementCacheTests
{
    // A model of its own, so that nobody else's queries are counted.
    private readonly Model _model = Model.Create(m => m.Entity<Note>());

    private sealed record Note
    {
        public int Id { get; init; }
        public string? Text { get; init; }
    }

    [Fact]
    public void The_second_time_nothing_is_compiled()
    {
        var first = Plan(Of(1, "a", [1, 2]));
        var second = Plan(Of(2, "b", [3]));
        Assert.Equal(1, StatementCache.Of(_model).Compilations);
        Assert.Same(first.Steps[0].Statement, second.Steps[0].Statement);
        Assert.Equal(new Argument.Value(2), second.Steps[0].Arguments[0]);
    }

    [Fact]
    public void Null_is_another_shape_than_a_value()
    {
        Plan(Of(1, null, [1]));
        Plan(Of(1, "b", [1]));
        Plan(Of(2, null, [1]));
        Assert.Equal(2, StatementCache.Of(_model).Compilations);
    }

    [Fact]
    public void Names_of_parameters_and_lambdas_written_twice_are_one_shape()
    {
        Plan(From<Note>().Where(x => x.Id > 3).Select(x => new { x.Id }));
        Plan(From<Note>().Where(other => other.Id > 4).Select(note => new { note.Id }));
        Assert.Equal(1, StatementCache.Of(_model).Compilations);
    }

    [Fact]
    public void What_differs_is_another_shape()
    {
        Query[] queries =
        [
            From<Note>(), From<Note>().Where(x => x.Id > 3), From<Note>().Where(x => x.Id >= 3), From<Note>().OrderBy(x => x.Id), From<Note>().OrderByDescending(x => x.Id),
            From<Note>().Take(3), From<Note>().Skip(3), From<Note>().NoTracking(), From<Note>().TagWith("a"), From<Note>().TagWith("b"), From<Note>().Count(), From<Note>().Any(),
            From<Note>().Where($"id > {1}"), From<Note>().Where($"id < {1}"), From<Note>().Where($"id > {1L}"), From<Note>().Select(x => x.Id), From<Note>().Select(x => (int?)x.Id), From<Note>().ForUpdate(), From<Note>().ForShare(),
        ];
        foreach (var query in queries) Plan(query);
        foreach (var query in queries) Plan(query);
        Assert.Equal(queries.Length, StatementCache.Of(_model).Compilations);
    }

    [Fact]
    public void It_is_bounded_and_keeps_what_was_used_last()
    {
        var cache = new StatementCache(capacity: 8);
        var compiled = new CompiledRead([], PlanTransaction.None, _ => null!);
        QueryShape Shape(int i) => From<Note>().TagWith($"{i}").Shape;
        for (var i = 0; i < 100; i++)
        {
            cache.Get(Shape(i), () => compiled);
            cache.Get(Shape(0), () => compiled);
        }
        Assert.InRange(cache.Count, 1, 8);
        Assert.Equal(100, cache.Compilations);
    }

    [Fact]
    public void Many_threads_share_one_statement()
    {
        var statements = new CompiledStatement[64];
        Parallel.For(0, statements.Length, i => statements[i] = Plan(Of(i, "a", [i])).Steps[0].Statement);
        Assert.All(statements, s => Assert.Same(statements[0], s));
    }

    private static Query<Note> Of(int id, string? text, int[] ids) => From<Note>().Where(x => x.Id > id && x.Text == text && ids.Contains(x.Id));

    private Plan Plan(Query query) => ReadPlanner.Fetch(_model, query).Plan;
}
