using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Materialization;

/// <summary>What a row leaves on the heap once it has arrived, the value itself included.</summary>
public sealed class RowBytesTests
{
    private const int Rows = 200;

    private static readonly DateTime Day = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly Model Model = Model.Create(m => m.Entity<Post>(e => e.HasNoVersion()));

    private sealed record Post
    {
        public int Id { get; init; }
        public required string Text { get; init; }
        public DateTime CreatedAt { get; init; }
        public int? Views { get; init; }
        public decimal? Score { get; init; }
    }

    [Fact]
    public void An_untracked_row_costs_its_value() => Allocated.AtMost(80, PerRow(null));

    [Fact]
    public void A_tracked_row_costs_its_value_and_its_place_in_the_map() => Allocated.AtMost(256, PerRow(() => new IdentityMap(Rows)));

    private static long PerRow(Func<IdentityMap>? map)
    {
        var read = ReadPlanner.Fetch(Model, From<Post>());
        var answer = new PlanResult([new(Page(read.Plan.Steps[0].Statement), Rows)]);
        return Allocated.By(() => ResultReader.Read<Post>(read, answer, map?.Invoke())) / Rows;
    }

    private static RowPage Page(CompiledStatement statement)
    {
        var type = Model.Entity(typeof(Post));
        var columns = ImmutableArray.CreateBuilder<ColumnBuffer>();
        foreach (var property in type.Properties)
        {
            var column = statement.Columns[columns.Count].CreateColumn(Rows);
            for (var row = 0; row < Rows; row++) column.AppendValue(property.Read(new Post { Id = row, Text = "text", CreatedAt = Day, Views = 3, Score = 4 }));
            columns.Add(column);
        }
        return new(columns.ToImmutable(), Rows);
    }
}
