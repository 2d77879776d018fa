using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm;

namespace Integration.Tests.Types;

/// <summary>A column of every type that is carried.</summary>
public sealed record Everything
{
    public Guid Id { get; init; }
    public bool Bool { get; init; }
    public byte Byte { get; init; }
    public sbyte SByte { get; init; }
    public short Short { get; init; }
    public ushort UShort { get; init; }
    public int Int { get; init; }
    public uint UInt { get; init; }
    public long Long { get; init; }
    public ulong ULong { get; init; }
    public float Float { get; init; }
    public double Double { get; init; }
    public decimal Decimal { get; init; }
    [Column(TypeName = "numeric(10,2)")] public decimal Price { get; init; }
    public char Char { get; init; }
    public string String { get; init; } = "";
    [MaxLength(5)] public string Short5 { get; init; } = "";
    [Column(TypeName = "char(3)")] public string Code { get; init; } = "";
    public byte[] Bytes { get; init; } = [];
    public Guid Guid { get; init; }
    public DateOnly Date { get; init; }
    public TimeOnly Time { get; init; }
    public TimeSpan Span { get; init; }
    public DateTimeOffset Instant { get; init; }
    public DateTime Utc { get; init; }
    [Column(TypeName = "timestamp without time zone")] public DateTime Local { get; init; }
    public DayOfWeek Day { get; init; }
    [Column(TypeName = "smallint")] public DayOfWeek DayNumber { get; init; }
    public Box Size { get; init; }
    public Box? Other { get; init; }
    public int? None { get; init; }
    public string? NoText { get; init; }
    public DayOfWeek? NoDay { get; init; }
    public Deferred<string?> Late { get; init; }
    [Timestamp] public int Version { get; init; }
}

public readonly record struct Box(int Width, int? Height);

/// <summary>A key of a type of one's own, referred to by a column that nothing in the class shows.</summary>
public readonly record struct Isbn(string Value);

public sealed record Book
{
    public Isbn Id { get; init; }
    public required string Title { get; init; }
    public ToMany<Copy> Copies { get; init; }
    public ToMany<Author> Authors { get; init; }
}

public sealed record Copy(int Id, ToOne<Book> Book = default);

public sealed record Author([property: Key] string Name, ToMany<Book> Books = default);

public static class Catalogue
{
    public static readonly Model Model = Model.Create(m => m
        .Entity<Everything>(e =>
        {
            e.ToTable("everything", "of \"all\"");
            e.ComplexProperty(x => x.Size).ComplexProperty(x => x.Other);
            e.HasIndex(x => new { x.Int, x.String }).IsUnique();
        })
        .Entity<Book>(e => e.Property(x => x.Id).HasConversion(id => id.Value, text => new Isbn(text)).HasMaxLength(13))
        .Entity<Copy>()
        .Entity<Author>());
}
