namespace AkkaOrm.Micro.Models;

/// <summary>A row of some width: a key, texts, numbers of which half are null, a time.</summary>
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
}
