using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm;

namespace Integration.Tests.Queries;

public enum BookKind { Novel, Essay, Poetry }

public enum Mood { Sad, Glad }

[ComplexType] public sealed record Size(int Width, int? Height);

public readonly record struct Isbn(string Value);

public sealed record Author
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public DateOnly? Born { get; init; }
    public ToMany<Book> Books { get; init; }
}

public sealed record Book
{
    public int Id { get; init; }
    public required string Title { get; init; }
    public string? Subtitle { get; init; }
    public int Pages { get; init; }
    public int? Rating { get; init; }
    public int? Rank { get; init; }
    public long Copies { get; init; }
    public decimal Price { get; init; }
    public double Weight { get; init; }
    public bool InPrint { get; init; }
    public bool? Signed { get; init; }
    public BookKind Kind { get; init; }
    [Column(TypeName = "integer")] public Mood? Mood { get; init; }
    public DateOnly Published { get; init; }
    public DateTimeOffset? Sold { get; init; }
    public required Isbn Isbn { get; init; }
    public required Size Size { get; init; }
    public int? AuthorId { get; init; }
    public ToOne<Author?> Author { get; init; }
    public ToMany<Chapter> Chapters { get; init; }
    public ToMany<Topic> Topics { get; init; }
    public Deferred<string?> Text { get; init; }
}

public sealed record Chapter
{
    [Key, Column(Order = 0)] public int BookId { get; init; }
    [Key, Column(Order = 1)] public int Number { get; init; }
    public required string Title { get; init; }
    public ToOne<Book> Book { get; init; }
    public ToMany<Note> Notes { get; init; }
}

public sealed record Note
{
    public int Id { get; init; }
    public required string Text { get; init; }
    public int BookId { get; init; }
    public int Number { get; init; }
    public ToOne<Chapter> Chapter { get; init; }
}

public sealed record Topic
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public ToMany<Book> Books { get; init; }
}

public static class Library
{
    public static readonly Model Model = Model.Create(m => m
        .Entity<Author>()
        .Entity<Book>(e =>
        {
            e.Property(x => x.Isbn).HasConversion(isbn => isbn.Value, value => new Isbn(value));
            e.HasMany(x => x.Topics).WithMany(x => x.Books).Through("book_topic");
        })
        .Entity<Chapter>()
        .Entity<Note>(e => e.HasOne(x => x.Chapter).WithMany(x => x.Notes).HasForeignKey(x => new { x.BookId, x.Number }))
        .Entity<Topic>());

    /// <summary>The same rows on the server and in memory: authors, books with and without one, and nulls in every place.</summary>
    public static IReadOnlyList<Author> Authors { get; } =
    [
        new() { Id = 1, Name = "ada", Born = new(1815, 12, 10) },
        new() { Id = 2, Name = "blaise", Born = null },
        new() { Id = 3, Name = "carl_50%", Born = new(1777, 4, 30) },
    ];

    public static IReadOnlyList<Topic> Topics { get; } = [new() { Id = 1, Name = "math" }, new() { Id = 2, Name = "art" }, new() { Id = 3, Name = "none" }];

    public static IReadOnlyList<Book> Books { get; } = [.. Enumerable.Range(1, 40).Select(Book)];

    private static Book Book(int i)
    {
        var author = i % 4 == 0 ? null : Authors[i % 3];
        return new()
        {
            Id = i,
            Title = i % 5 == 0 ? $"50%_of\\{i}" : $"title {(char)('a' + (i % 7))}",
            Subtitle = i % 3 == 0 ? null : i % 6 == 1 ? "" : $" sub {i % 4} ",
            Pages = i * 7 % 100,
            Rating = i % 4 == 1 ? null : i % 6,
            Rank = i % 3 == 1 ? null : i % 5,
            Copies = 3_000_000_000L + i,
            Price = i * 1.25m,
            Weight = i / 8.0,
            InPrint = i % 2 == 0,
            Signed = (i % 3) switch { 0 => null, 1 => true, _ => false },
            Kind = (BookKind)(i % 3),
            Mood = i % 5 == 0 ? null : (Mood)(i % 2),
            Published = new DateOnly(2000 + (i % 25), 1 + (i % 12), 1 + (i % 28)),
            Sold = i % 7 == 0 ? null : new DateTimeOffset(2024, 1 + (i % 12), 1, i % 24, 30, 0, TimeSpan.Zero),
            Isbn = new($"isbn-{i}"),
            Size = new(i % 9, i % 4 == 2 ? null : i % 3),
            AuthorId = author?.Id,
            Author = author,
            Chapters = [.. Enumerable.Range(1, i % 5).Select(n => new Chapter { BookId = i, Number = n, Title = $"chapter {n % 3}", Notes = [] })],
            Topics = [.. Topics.Where(t => (i + t.Id) % 3 == 0 && t.Id < 3)],
            Text = i % 2 == 0 ? null : $"text {i}",
        };
    }
}
