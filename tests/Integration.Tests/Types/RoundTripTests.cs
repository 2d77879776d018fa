using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Types;

/// <summary>Values of every type go to a real server and come back as they went.</summary>
public sealed class RoundTripTests(CatalogueFixture fixture) : IClassFixture<CatalogueFixture>
{
    private static readonly DateTimeOffset Instant = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private static Everything Full(int number) => new()
    {
        Bool = true,
        Byte = 255,
        SByte = -128,
        Short = -3,
        UShort = 65535,
        Int = number,
        UInt = uint.MaxValue,
        Long = long.MinValue,
        ULong = ulong.MaxValue,
        Float = 0.1f,
        Double = 0.1,
        Decimal = 12345678901234567890.12m,
        Price = 1.5m,
        Char = 'ø',
        String = "tab\t 'quote' \\ 😀",
        Short5 = "12345",
        Code = "abc",
        Bytes = [0, 1, 255],
        Guid = Guid.NewGuid(),
        Date = new(2026, 2, 28),
        Time = new(23, 59, 59, 999, 999),
        Span = new(-1, 2, 3, 4, 5),
        Instant = Instant,
        Utc = Instant.UtcDateTime,
        Local = new(2026, 5, 6, 7, 8, 9),
        Day = DayOfWeek.Friday,
        DayNumber = DayOfWeek.Tuesday,
        Size = new(3, null),
        Other = new(4, 5),
        Late = "later",
    };

    [Fact]
    public async Task One_row_comes_back_as_it_went()
    {
        await using var session = fixture.Orm.OpenSession();
        var given = Full(1);
        var added = session.Add(given);
        var stored = (await session.CommitAsync()).Of(added);
        await using var other = fixture.Orm.OpenSession();
        var read = await other.GetAsync<Everything>(stored.Id);
        Assert.Equal(given.Bytes, read.Bytes);
        Assert.False(read.Late.IsLoaded);
        Assert.Equal(given with { Id = stored.Id, Version = 1, Price = 1.50m, Bytes = read.Bytes, Late = default }, read with { Late = default });
    }

    [Fact]
    public async Task Many_rows_in_one_statement_come_back_as_they_went()
    {
        await using var session = fixture.Orm.OpenSession();
        var given = Enumerable.Range(100, 20).Select(i => Full(i) with { Other = null, None = i % 2 == 0 ? i : null, NoText = i % 3 == 0 ? "a" : null }).ToList();
        foreach (var one in given) session.Add(one);
        await session.CommitAsync();
        await using var other = fixture.Orm.OpenSession();
        var read = await other.FetchAsync(From<Everything>().Where(x => x.Int >= 100 && x.Int < 120).OrderBy(x => x.Int));
        Assert.Equal(given.Select(g => (g.ULong, g.Price, g.Char, g.Short5, g.Code, g.Guid, g.Span, g.Instant, g.Utc, g.Local, g.Day, g.DayNumber, g.Size, g.Other, g.None, g.NoText, g.NoDay)),
            read.Select(g => (g.ULong, g.Price, g.Char, g.Short5, g.Code, g.Guid, g.Span, g.Instant, g.Utc, g.Local, g.Day, g.DayNumber, g.Size, g.Other, g.None, g.NoText, g.NoDay)));
    }

    [Fact]
    public async Task A_change_is_written_and_counts_the_version_up()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(Full(2));
        var one = (await session.CommitAsync()).Of(added);
        var next = session.Update(one, x => x with { Code = "x", Other = null, Day = DayOfWeek.Monday, Price = 2.555m, Short5 = "1" });
        next = (await session.CommitAsync()).Of(next);
        Assert.Equal((2, "x  ", null, DayOfWeek.Monday, 2.56m, "1"), (next.Version, next.Code, next.Other, next.Day, next.Price, next.Short5));
    }

    [Fact]
    public async Task What_a_column_cannot_hold_is_refused_before_it_is_sent()
    {
        await using var session = fixture.Orm.OpenSession();
        var error = await Assert.ThrowsAsync<InvalidValueException>(async () =>
        {
            session.Add(Full(3) with { Short5 = "123456" });
            await session.CommitAsync();
        });
        Assert.Equal(("Everything", "Short5"), (error.Entity, error.Property));
    }

    [Fact]
    public async Task Keys_of_ones_own_type_and_columns_nobody_sees_hold_relations()
    {
        await using var session = fixture.Orm.OpenSession();
        // A value whose key was given by hand is not new until it is added.
        Author[] authors = [new("Ann"), new("Bob")];
        session.AddRange(authors);
        session.Add(new Book { Id = new("978-0"), Title = "One", Copies = [new Copy(0), new Copy(0)], Authors = [.. authors] });
        await session.CommitAsync();
        await using var other = fixture.Orm.OpenSession();
        var book = Assert.Single(await other.FetchAsync(From<Book>().Include(x => x.Copies).Include(x => x.Authors, authors => authors.OrderBy(a => a.Name))));
        Assert.Equal((new Isbn("978-0"), 2), (book.Id, book.Copies.Count));
        Assert.Equal(["Ann", "Bob"], book.Authors.Select(a => a.Name));
        Assert.Equal(book.Id, (await other.SingleAsync(From<Copy>().Where(c => c.Id == book.Copies[0].Id).Include(c => c.Book))).Book.Value.Id);
    }
}
