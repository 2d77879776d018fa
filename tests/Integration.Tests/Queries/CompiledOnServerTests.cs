using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Queries;

/// <summary>Q3: what a compiled query brings is what the query written in place brings.</summary>
public sealed class CompiledOnServerTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private static readonly Func<int, Query<Book>> Longer = Compile((int pages) => From<Book>().Where(x => x.Pages > pages).OrderBy(x => x.Id));
    private static readonly Func<int?, Query<Book>> Rated = Compile((int? rating) => From<Book>().Where(x => x.Rating == rating).OrderBy(x => x.Id));
    private static readonly Func<int[], int, Query<Author>> Authors = Compile((int[] ids, int least) => From<Author>().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).Include(a => a.Books, b => b.Where(x => x.Pages >= least).OrderBy(x => x.Id).Take(least)));
    private static readonly Func<string?, Query<int>> Titles = Compile((string? start) => From<Book>().Where(x => start == null || x.Title.StartsWith(start)).Count());

    [Fact]
    public async Task Every_call_has_its_own_values()
    {
        await using var session = library.Orm.OpenSession();
        foreach (var pages in (int[])[0, 20, 30, 1_000])
            Assert.Equal(Library.Books.Where(b => b.Pages > pages).Select(b => b.Id).Order(), (await session.FetchAsync(Longer(pages))).Select(b => b.Id));
        foreach (var rating in (int?[])[1, null, 3, null])
            Assert.Equal(Library.Books.Where(b => b.Rating == rating).Select(b => b.Id).Order(), (await session.FetchAsync(Rated(rating))).Select(b => b.Id));
    }

    [Fact]
    public async Task Lists_shapes_and_limits_take_arguments()
    {
        await using var session = library.Orm.OpenSession();
        var authors = await session.FetchAsync(Authors([1, 3], 2));
        Assert.Equal([1, 3], authors.Select(a => a.Id));
        Assert.All(authors, a => Assert.Equal(Library.Books.Where(b => b.AuthorId == a.Id && b.Pages >= 2).OrderBy(b => b.Id).Take(2).Select(b => b.Id), a.Books.Select(b => b.Id)));
    }

    [Fact]
    public async Task It_is_counted_streamed_and_asked_for_one_row_like_any_other()
    {
        await using var session = library.Orm.OpenSession();
        var expected = Library.Books.Where(b => b.Pages > 20).Select(b => b.Id).Order().ToList();
        Assert.Equal(expected.Count, await session.CountAsync(Longer(20)));
        Assert.Equal(expected[0], (await session.FirstAsync(Longer(20))).Id);
        Assert.Equal(expected.Take(2), (await session.FetchAsync(Longer(20).Take(2))).Select(b => b.Id));
        var streamed = new List<int>();
        await foreach (var book in session.Stream(Longer(20), pageSize: 3)) streamed.Add(book.Id);
        Assert.Equal(expected, streamed);
    }

    [Fact]
    public async Task A_condition_that_an_argument_takes_away_is_gone()
    {
        await using var session = library.Orm.OpenSession();
        var start = Library.Books[0].Title[..1];
        Assert.Equal(Library.Books.Count, await session.SingleAsync(Titles(null)));
        Assert.Equal(Library.Books.Count(b => b.Title.StartsWith(start, StringComparison.Ordinal)), await session.SingleAsync(Titles(start)));
    }
}
