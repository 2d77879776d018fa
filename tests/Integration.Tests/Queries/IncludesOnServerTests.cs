using AkkaOrm;
using Integration.Tests.Sessions;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Queries;

/// <summary>L1, L3–L7, L9–L11, L13: what is loaded along, in how many statements.</summary>
public sealed class IncludesOnServerTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Fact]
    public async Task Every_strategy_brings_the_same_authors()
    {
        var joined = await Fetch(From<Book>().OrderBy(x => x.Id).Include(x => x.Author, LoadStrategy.Join), 1);
        var keyed = await Fetch(From<Book>().OrderBy(x => x.Id).Include(x => x.Author, LoadStrategy.Keys), 2);
        Assert.Equal(Library.Books.Select(x => x.Author.ValueOrNull?.Name), joined.Select(x => x.Author.ValueOrNull?.Name));
        Assert.Equal(joined.Select(x => x.Author.ValueOrNull?.Name), keyed.Select(x => x.Author.ValueOrNull?.Name));
    }

    [Fact]
    public async Task A_limit_counts_parents_whatever_is_loaded_with_them()
    {
        var books = await Fetch(From<Book>().OrderBy(x => x.Id).Skip(3).Take(5).Include(x => x.Author).Include(x => x.Chapters, c => c.OrderBy(x => x.Number)).Include(x => x.Topics, t => t.OrderBy(x => x.Id)), 3);
        var expected = Library.Books.Skip(3).Take(5).ToList();
        Assert.Equal(expected.Select(x => x.Id), books.Select(x => x.Id));
        Assert.Equal(expected.Select(x => x.Author.ValueOrNull?.Id), books.Select(x => x.Author.ValueOrNull?.Id));
        Assert.Equal(expected.Select(x => string.Join(',', x.Chapters.Select(c => c.Number))), books.Select(x => string.Join(',', x.Chapters.Select(c => c.Number))));
        Assert.Equal(expected.Select(x => string.Join(',', x.Topics.Select(t => t.Name))), books.Select(x => string.Join(',', x.Topics.Select(t => t.Name))));
    }

    [Fact]
    public async Task Collections_can_be_filtered_ordered_and_limited_for_each_parent()
    {
        var books = await Fetch(From<Book>().OrderBy(x => x.Id).Include(x => x.Chapters, c => c.Where(x => x.Number > 1).OrderByDescending(x => x.Number).Take(2)), 2);
        Assert.Equal(Library.Books.Select(x => string.Join(',', x.Chapters.Where(c => c.Number > 1).OrderByDescending(c => c.Number).Take(2).Select(c => c.Number))), books.Select(x => string.Join(',', x.Chapters.Select(c => c.Number))));
        Assert.All(books, x => Assert.True(x.Chapters.IsPartial));
    }

    [Fact]
    public async Task Many_to_many_can_be_limited_for_each_parent()
    {
        var topics = await Fetch(From<Topic>().OrderBy(x => x.Id).Include(x => x.Books, b => b.OrderByDescending(x => x.Id).Take(3)), 2);
        Assert.Equal(Library.Topics.Select(t => string.Join(',', Library.Books.Where(b => b.Topics.Contains(t)).OrderByDescending(b => b.Id).Take(3).Select(b => b.Id))), topics.Select(t => string.Join(',', t.Books.Select(b => b.Id))));
    }

    [Fact]
    public async Task Many_to_many_can_be_filtered_in_sql()
    {
        var topics = await Fetch(From<Topic>().OrderBy(x => x.Id).Include(x => x.Books, b => b.Where($"pages > {30}").OrderBy(x => x.Id)), 2);
        Assert.Equal(Library.Topics.Select(t => string.Join(',', Library.Books.Where(b => b.Topics.Contains(t) && b.Pages > 30).Select(b => b.Id))), topics.Select(t => string.Join(',', t.Books.Select(b => b.Id))));
    }

    [Fact]
    public async Task Levels_take_one_statement_each_and_meet_in_one_value()
    {
        var authors = await Fetch(From<Author>().OrderBy(x => x.Id).Include(a => a.Books, b => b.OrderBy(x => x.Id).Include(x => x.Chapters, c => c.OrderBy(x => x.Number).Include(x => x.Notes).Include(x => x.Book))), 4);
        Assert.Equal(Library.Authors.Select(a => Library.Books.Count(b => b.AuthorId == a.Id)), authors.Select(a => a.Books.Count));
        Assert.All(authors.SelectMany(a => a.Books), book => Assert.Equal(Library.Books[book.Id - 1].Chapters.Count, book.Chapters.Count));
        Assert.All(authors.SelectMany(a => a.Books), book => Assert.All(book.Chapters, c => Assert.Same(book, c.Book.Value)));
        Assert.All(authors.SelectMany(a => a.Books).SelectMany(b => b.Chapters), c => Assert.Equal(c.Title, Assert.Single(c.Notes).Text));
    }

    [Fact]
    public async Task Composite_keys_load_in_both_directions()
    {
        var notes = await Fetch(From<Note>().OrderBy(x => x.Id).Include(x => x.Chapter.Value.Book), 1);
        Assert.All(notes, n => Assert.Equal((n.BookId, n.Number, n.BookId), (n.Chapter.Value.BookId, n.Chapter.Value.Number, n.Chapter.Value.Book.Value.Id)));
        var keyed = await Fetch(From<Note>().OrderBy(x => x.Id).Include(x => x.Chapter, LoadStrategy.Keys), 2);
        Assert.Equal(notes.Select(n => n.Chapter.Value.Title), keyed.Select(n => n.Chapter.Value.Title));
    }

    [Fact]
    public async Task Load_asks_once_for_all_and_only_for_what_is_missing()
    {
        await using var session = library.Orm.OpenSession();
        var books = await session.FetchAsync(From<Book>().OrderBy(x => x.Id));
        using var recorder = new StatementRecorder();
        books = await session.LoadAsync(books, x => x.Chapters, c => c.Where(x => x.Number == 1));
        Assert.Single(recorder.Statements);
        Assert.Equal(Library.Books.Select(x => x.Chapters.Count(c => c.Number == 1)), books.Select(x => x.Chapters.Count));
        books = await session.LoadAsync(books, x => x.Author);
        Assert.Equal(2, recorder.Statements.Count);
        await session.LoadAsync(books.Where(x => x.AuthorId is null), x => x.Author, a => a.Where(x => x.Id > 0));
        Assert.Equal(2, recorder.Statements.Count);
        Assert.Equal(Library.Books.Select(x => x.AuthorId), books.Select(x => x.Author.ValueOrNull?.Id));
    }

    [Fact]
    public async Task A_deferred_column_comes_when_it_is_included()
    {
        Assert.All(await Fetch(From<Book>(), 1), x => Assert.False(x.Text.IsLoaded));
        Assert.Equal(Library.Books.Select(x => x.Text.Value), (await Fetch(From<Book>().OrderBy(x => x.Id).Include(x => x.Text), 1)).Select(x => x.Text.Value));
    }

    [Fact]
    public async Task Sql_and_queries_compose()
    {
        await using var session = library.Orm.OpenSession();
        var (least, title) = (30, "title b");
        SqlText named = $"title = {title}";
        Assert.Equal(Library.Books.Where(x => x.Title == title && x.Pages > least && x.InPrint).Select(x => x.Id),
            (await session.FetchAsync(From<Book>().Where($"{named} and pages > {least}").Where(x => x.InPrint).OrderBy(x => x.Id).Include(x => x.Author).Include(x => x.Chapters))).Select(x => x.Id));
        var raw = await session.FetchAsync(FromSql<Book>($"select * from {Library.Model.Table<Book>()} where pages > {least}").Include(x => x.Author).OrderBy(x => x.Id));
        Assert.Equal(Library.Books.Where(x => x.Pages > least).Select(x => x.Author.ValueOrNull?.Name), raw.Select(x => x.Author.ValueOrNull?.Name));
        Assert.All(await session.FetchAsync(FromSql<Book>($"select * from book").Include(x => x.Text)), x => Assert.True(x.Text.IsLoaded));
        Assert.Equal([new Row(1, "ada", null)], await session.FetchAsync(FromSql<Row>($"select id, name, null as last_place from author where id = {1}")));
        Assert.Equal(40L, await session.SingleAsync(FromSql<long>($"select count(*) from book")));
        Assert.Equal([3, 4], await session.FetchAsync(FromSql<int>($"select x from unnest({new[] { 4, 3 }}) x").OrderBy(x => x)));
    }

    [Fact]
    public async Task Locked_rows_are_skipped_by_others()
    {
        await using var one = library.Orm.OpenSession();
        await using var other = library.Orm.OpenSession();
        var queue = From<Topic>().OrderBy(x => x.Id).ForUpdate(LockWait.SkipLocked).Take(1);
        await using var first = await one.BeginAsync();
        await using var second = await other.BeginAsync();
        Assert.Equal(1, (await one.FetchAsync(queue))[0].Id);
        Assert.Equal(2, (await other.FetchAsync(queue))[0].Id);
    }

    private sealed record Row(int Id, string Name, string? LastPlace);

    private async Task<IReadOnlyList<T>> Fetch<T>(Query<T> query, int statements)
    {
        await using var session = library.Orm.OpenSession();
        using var recorder = new StatementRecorder();
        var rows = await session.FetchAsync(query);
        // A connection that ran SQL of a user's is cleaned afterwards, with statements of its own.
        Assert.Equal(statements, recorder.Statements.Count(s => s.Contains(" FROM ", StringComparison.Ordinal)));
        return rows;
    }
}
