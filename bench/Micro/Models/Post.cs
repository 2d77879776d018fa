using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Rows;

namespace AkkaOrm.Micro.Models;

/// <summary>A row of some width: a key, a text, numbers of which some are null, a time.</summary>
public sealed record Post
{
    public int Id { get; init; }
    public required string Text { get; init; }
    public DateTime CreatedAt { get; init; }
    public int Rank { get; init; }
    public int? Answers { get; init; }
    public int? Views { get; init; }
    public decimal? Score { get; init; }
}

internal static class Blog
{
    public static readonly Model Model = Model.Create(m => m.Entity<Post>(e => e.HasNoVersion()));

    public static readonly DateTime Day = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static Post Post(int id) => new() { Id = id, Text = $"Text of post {id}", CreatedAt = Day.AddMinutes(id), Rank = id % 7, Answers = id % 3 == 0 ? null : id, Views = id * 10, Score = id % 2 == 0 ? null : id / 4m };

    /// <summary>What a connection would answer to a plan that reads posts.</summary>
    public static PlanResult Answer(Plan plan, int rows)
    {
        var statement = plan.Steps[0].Statement;
        return new([new(Page(statement, rows), rows)]);
    }

    public static RowPage Page(CompiledStatement statement, int rows)
    {
        var type = Model.Entity(typeof(Post));
        var columns = ImmutableArray.CreateBuilder<ColumnBuffer>(statement.Columns.Length);
        for (var i = 0; i < statement.Columns.Length; i++)
        {
            var column = statement.Columns[i].CreateColumn(rows);
            for (var row = 0; row < rows; row++) column.AppendValue(type.Properties[i].Read(Post(row + 1)));
            columns.Add(column);
        }
        return new(columns.MoveToImmutable(), rows);
    }
}
