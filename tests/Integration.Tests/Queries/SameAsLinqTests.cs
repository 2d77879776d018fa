using System.Linq.Expressions;
using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Queries;

/// <summary>Q2: the server answers what LINQ over the same objects answers, nulls included.</summary>
public sealed class SameAsLinqTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private static readonly int? None = null, Three = 3;
    private static readonly int[] Ids = [1, 5, 12, 99], Nobody = [];
    private static readonly int?[] Ratings = [1, 2], RatingsAndNull = [1, null];
    private static readonly List<string?> Subtitles = ["", null];
    private static readonly BookKind[] Kinds = [BookKind.Essay, BookKind.Poetry];
    private static readonly Mood?[] Moods = [Mood.Glad, null];
    private static readonly Author Ada = Library.Authors[0];
    private static readonly Author? NoAuthor = null;
    private static readonly string Wild = "50%_of\\";

    private static readonly Expression<Func<Book, bool>>[] Conditions =
    [
        x => x.Pages > 50, x => !(x.Pages > 50), x => x.Pages * 2 + 1 >= x.Id * 3, x => x.Pages % 3 == 1, x => x.Pages / 7 == 3, x => -x.Pages < -20,
        x => x.Rating == 3, x => x.Rating != 3, x => !(x.Rating == 3), x => x.Rating > 2, x => !(x.Rating > 2), x => x.Rating == null, x => x.Rating != null,
        x => x.Rating == None, x => x.Rating != None, x => x.Rating > None, x => !(x.Rating > None), x => x.Rating == Three,
        x => x.Rating == x.Rank, x => x.Rating != x.Rank, x => !(x.Rating == x.Rank), x => x.Rating < x.Rank, x => !(x.Rating <= x.Rank), x => x.Rating == x.Pages, x => x.Rating != x.Pages,
        x => x.Rating.HasValue && x.Rating.Value > 1, x => !x.Rating.HasValue, x => (x.Rating ?? x.Rank ?? -1) == -1, x => (x.Rating ?? 7) > 3, x => x.Rating.GetValueOrDefault() == 0, x => x.Rating + x.Rank > 4, x => x.Rating + x.Rank == null,
        x => x.Copies == 3_000_000_007L, x => x.Pages == (long)x.Id, x => x.Copies - x.Id == 3_000_000_000L,
        x => x.Price > 12.5m, x => x.Price * 2 == 25m, x => x.Price == x.Pages, x => x.Weight >= 2.5, x => x.Weight * 8 == x.Id, x => (double)x.Pages / 2 > 20.4, x => Math.Abs(x.Pages - 50) < 10, x => Math.Max(x.Pages, 30) == 30, x => Math.Floor(x.Weight) == 2,
        x => x.InPrint, x => !x.InPrint, x => x.InPrint == true, x => x.InPrint == x.Pages > 50, x => x.InPrint != (x.Rating > 2), x => x.Signed == true, x => x.Signed != true, x => x.Signed == null, x => x.Signed ?? false, x => !(x.Signed ?? true), x => x.Signed == x.InPrint, x => x.InPrint ^ x.Pages > 50, x => x.InPrint & x.Pages > 50 | x.Id == 3, x => !x.Signed == true, x => (x.Signed & x.InPrint) == null, x => (x.Signed | x.InPrint) == true, x => (x.Signed ^ x.InPrint) == false, x => x.Signed != x.InPrint,
        x => x.Kind == BookKind.Essay, x => x.Kind != BookKind.Essay, x => Kinds.Contains(x.Kind), x => !Kinds.Contains(x.Kind), x => x.Mood == Mood.Glad, x => x.Mood != Mood.Glad, x => x.Mood == null, x => x.Mood > Mood.Sad, x => Moods.Contains(x.Mood), x => !Moods.Contains(x.Mood),
        x => x.Published > new DateOnly(2010, 1, 1), x => x.Published.Year == 2012, x => x.Published.Month > 6, x => x.Published.Day == 5, x => x.Published.AddDays(3) > new DateOnly(2012, 6, 1), x => x.Published.AddMonths(1).Month == 3, x => x.Published.DayOfYear < 40,
        x => x.Published < DateOnly.FromDateTime(DateTime.UtcNow), x => x.Published > DateOnly.FromDateTime(DateTime.UtcNow.AddYears(-5)), x => x.Kind == Kinds[0], x => x.Rating == int.Parse("3"), x => x.Published > new DateOnly(2000, 1, 1).AddYears(Three!.Value),
        x => x.Sold != null && x.Sold.Value.Hour == 3, x => x.Sold == new DateTimeOffset(2024, 4, 1, 5, 30, 0, TimeSpan.FromHours(2)), x => x.Sold < DateTimeOffset.UtcNow.AddDays(-1), x => !(x.Sold < new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero)), x => x.Sold != null && x.Sold.Value.AddMonths(2).Month == 2, x => x.Sold != null && x.Sold.Value.Minute == 30,
        x => x.Title.StartsWith("50%"), x => x.Title.StartsWith(Wild), x => x.Title.Contains("_o"), x => x.Title.Contains('%'), x => x.Title.EndsWith("a"), x => !x.Title.EndsWith("a"), x => x.Title.Contains("\\"), x => x.Title.Contains(""), x => x.Title.Length == 7,
        x => x.Title.ToUpper() == "TITLE A", x => x.Title.Substring(6) == "b", x => x.Title.Substring(0, 2) == "ti", x => x.Title.Replace("title", "t") == "t c", x => x.Title.IndexOf("e") == 4, x => x.Title + x.Id == "title b8", x => x.Title + x.Subtitle == "title b", x => x.Id.ToString() == "12",
        x => x.Subtitle == null, x => x.Subtitle != null, x => x.Subtitle == "", x => x.Subtitle != "", x => string.IsNullOrEmpty(x.Subtitle), x => !string.IsNullOrEmpty(x.Subtitle), x => string.IsNullOrWhiteSpace(x.Subtitle), x => x.Subtitle != null && x.Subtitle.Trim() == "sub 2", x => Subtitles.Contains(x.Subtitle), x => !Subtitles.Contains(x.Subtitle), x => (x.Subtitle ?? "none") == "none", x => x.Subtitle == x.Title, x => x.Subtitle != x.Title,
        x => string.Compare(x.Title, "title c") > 0 && x.Title.StartsWith("title"), x => x.Title.Equals("title d"),
        x => Ids.Contains(x.Id), x => !Ids.Contains(x.Id), x => Nobody.Contains(x.Id), x => !Nobody.Contains(x.Id), x => Ratings.Contains(x.Rating), x => !Ratings.Contains(x.Rating), x => RatingsAndNull.Contains(x.Rating), x => !RatingsAndNull.Contains(x.Rating),
        x => x.Isbn == new Isbn("isbn-7"), x => x.Isbn != new Isbn("isbn-7"), x => x.Isbn.Value == "isbn-9", x => x.Size.Width > 4, x => x.Size.Height == null, x => x.Size.Height > 1, x => x.Size == new Size(3, 0), x => x.Size != new Size(3, 0), x => x.Size.Width == x.Size.Height,
        x => x.Author == null, x => x.Author != null, x => x.Author.HasValue, x => !x.Author.HasValue, x => x.Author == Ada, x => x.Author != Ada, x => x.Author == NoAuthor, x => x.AuthorId == 2, x => x.AuthorId != 2,
        x => x.Author.HasValue && x.Author.Value.Name == "ada", x => x.Author.HasValue && x.Author.Value.Name != "ada", x => !x.Author.HasValue || x.Author.Value.Name.Contains("_5"), x => x.Author.HasValue && x.Author.Value.Born == null, x => x.Author.HasValue && x.Author.Value.Id > 1, x => x.Author.HasValue && x.Author.Value.Born != null && x.Author.Value.Born.Value.Year == 1777,
        x => x.Chapters.Any(), x => !x.Chapters.Any(), x => x.Chapters.Count > 2, x => x.Chapters.Any(c => c.Number > 2), x => x.Chapters.All(c => c.Title != "chapter 0"), x => !x.Chapters.All(c => c.Number < 3), x => x.Chapters.Count(c => c.Title == "chapter 1") == 2, x => x.Chapters.Any(c => c.Number == x.Id % 5), x => x.Chapters.Sum(c => c.Number) == 6, x => x.Chapters.Where(c => c.Number > 1).Select(c => c.Title).Contains("chapter 2") || x.Id < 3,
        x => x.Topics.Any(t => t.Name == "art"), x => x.Topics.Count == 0, x => x.Topics.All(t => t.Name == "math"), x => x.Author.HasValue && Library.Authors.Contains(x.Author.Value),
        x => (x.Rating > 2 ? x.Title : x.Subtitle) == "title b", x => (x.InPrint ? x.Pages : -x.Pages) > 10, x => x.Pages > 20 ? x.InPrint : x.Signed == true, x => true, x => x.Id > 3 && false,
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Conditions.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_condition_holds_for_the_same_rows(int number) => await Same(Conditions[number]);

    [Fact]
    public async Task Conditions_put_together_at_random_hold_for_the_same_rows()
    {
        var random = new Random(20260726);
        for (var i = 0; i < 300; i++) await Same(Mixed(random, 3));
    }

    [Fact]
    public async Task A_condition_as_a_value_is_the_same()
    {
        foreach (var condition in Conditions)
            Assert.Equal(Library.Books.Select(condition.Compile()), await Fetch(From<Book>().OrderBy(x => x.Id).Select(condition)));
    }

    [Fact]
    public async Task Orders_and_pages_are_the_same()
    {
        await Ordered(q => q.OrderBy(x => x.Rating).ThenBy(x => x.Id), all => all.OrderBy(x => x.Rating).ThenBy(x => x.Id));
        await Ordered(q => q.OrderByDescending(x => x.Rating).ThenByDescending(x => x.Id), all => all.OrderByDescending(x => x.Rating).ThenByDescending(x => x.Id));
        await Ordered(q => q.OrderBy(x => x.Size.Height).ThenByDescending(x => x.Mood).ThenBy(x => x.Id).Skip(5).Take(20), all => all.OrderBy(x => x.Size.Height).ThenByDescending(x => x.Mood).ThenBy(x => x.Id).Skip(5).Take(20));
        await Ordered(q => q.OrderBy(x => x.Id).Take(20).Where(x => x.InPrint).Skip(2), all => all.OrderBy(x => x.Id).Take(20).Where(x => x.InPrint).Skip(2));
        await Ordered(q => q.OrderBy(x => x.Id).Skip(30).Take(20).Take(3), all => all.OrderBy(x => x.Id).Skip(30).Take(20).Take(3));
        await Ordered(q => q.OrderBy(x => x.Id).Take(20).Skip(3).Skip(4).OrderByDescending(x => x.Pages), all => all.OrderBy(x => x.Id).Take(20).Skip(3).Skip(4).OrderByDescending(x => x.Pages));
        await Ordered(q => q.OrderBy(x => x.Author.Value.Born).ThenBy(x => x.Id), all => all.OrderBy(x => x.Author.ValueOrNull?.Born).ThenBy(x => x.Id));
    }

    [Fact]
    public async Task Keyset_pages_put_together_are_all_rows_once()
    {
        foreach (var query in new[] { From<Book>().OrderBy(x => x.Rating).ThenBy(x => x.Id), From<Book>().OrderByDescending(x => x.Rating).ThenBy(x => x.Id), From<Book>().OrderBy(x => x.Title).ThenBy(x => x.Id), From<Book>().OrderByDescending(x => x.Kind).ThenByDescending(x => x.Rank).ThenBy(x => x.Id) })
        {
            var all = await Fetch(query);
            var paged = new List<Book>();
            for (var page = await Fetch(query.Take(7)); page.Count > 0; page = await Fetch(query.After(page[^1]).Take(7))) paged.AddRange(page);
            Assert.Equal(all.Select(b => b.Id), paged.Select(b => b.Id));
        }
    }

    [Fact]
    public async Task Projections_and_aggregates_are_the_same()
    {
        var all = From<Book>().OrderBy(x => x.Id);
        Assert.Equal(Library.Books.Select(x => new Line(x.Id, x.Author.ValueOrNull?.Name, x.Chapters.Count)), await Fetch(all.Select(x => new Line(x.Id, x.Author.Value.Name, x.Chapters.Count))));
        Assert.Equal(Library.Books.Select(x => new { x.Kind, x.Mood, x.Isbn, x.Sold, Long = x.Pages + x.Copies }), await Fetch(all.Select(x => new { x.Kind, x.Mood, x.Isbn, x.Sold, Long = x.Pages + x.Copies })));
        Assert.Equal(Library.Books.Select(x => x.Rating + x.Rank), await Fetch(all.Select(x => x.Rating + x.Rank)));
        Assert.Equal(Library.Books.Select(x => x.Chapters.OrderByDescending(c => c.Number).Select(c => c.Title).FirstOrDefault()), await Fetch(all.Select(x => x.Chapters.OrderByDescending(c => c.Number).Select(c => c.Title).FirstOrDefault())));
        Assert.Equal(Library.Books.Select(x => x.Kind).Distinct().Order(), (await Fetch(From<Book>().Select(x => x.Kind).Distinct())).Order());
        Assert.Equal([Library.Books.Count(x => x.InPrint)], await Fetch(From<Book>().Where(x => x.InPrint).Count()));
        Assert.Equal([7], await Fetch(From<Book>().OrderBy(x => x.Id).Take(7).Count()));
        Assert.Equal([3], await Fetch(From<Book>().Select(x => x.Kind).Distinct().Count()));
        Assert.Equal([true], await Fetch(From<Book>().Where(x => x.InPrint).Any()));
        Assert.Equal([Library.Books.Max(x => x.Rating)], await Fetch(From<Book>().Max(x => x.Rating)));
        Assert.Equal([Library.Books.Min(x => x.Published)], await Fetch(From<Book>().Min(x => x.Published)));
        Assert.Equal([Library.Books.Sum(x => x.Price)], await Fetch(From<Book>().Sum(x => x.Price)));
        Assert.Equal([Library.Books.Sum(x => x.Copies)], await Fetch(From<Book>().Sum(x => x.Copies)));
        Assert.Equal([0], await Fetch(From<Book>().Where(x => x.Id < 0).Sum(x => x.Pages)));
        Assert.Equal([null], await Fetch(From<Book>().Where(x => x.Id < 0).Max(x => x.Rating)));
        await Assert.ThrowsAsync<NoResultException>(() => Fetch(From<Book>().Where(x => x.Id < 0).Max(x => x.Pages)));
    }

    private sealed record Line(int Id, string? Author, int Chapters);

    private async Task Ordered(Func<Query<Book>, Query<Book>> query, Func<IEnumerable<Book>, IEnumerable<Book>> linq) =>
        Assert.Equal(linq(Library.Books).Select(x => x.Id), (await Fetch(query(From<Book>()))).Select(x => x.Id));

    private async Task Same(Expression<Func<Book, bool>> condition)
    {
        var expected = Library.Books.Where(condition.Compile()).Select(x => x.Id);
        Assert.Equal(expected, await Fetch(From<Book>().Where(condition).OrderBy(x => x.Id).Select(x => x.Id)));
    }

    private async Task<IReadOnlyList<T>> Fetch<T>(Query<T> query)
    {
        await using var session = library.Orm.OpenSession();
        return await session.FetchAsync(query);
    }

    private static Expression<Func<Book, bool>> Mixed(Random random, int depth)
    {
        var x = Expression.Parameter(typeof(Book), "x");
        return Expression.Lambda<Func<Book, bool>>(Part(depth), x);

        Expression Part(int left) => left == 0 || random.Next(4) == 0
            ? new Rename(x).Visit(Conditions[random.Next(Conditions.Length)])
            : random.Next(5) switch
            {
                0 => Expression.Not(Part(left - 1)),
                1 or 2 => Expression.AndAlso(Part(left - 1), Part(left - 1)),
                3 => Expression.OrElse(Part(left - 1), Part(left - 1)),
                _ => Expression.Equal(Part(left - 1), Part(left - 1)),
            };
    }

    private sealed class Rename(ParameterExpression parameter) : ExpressionVisitor
    {
        public Expression Visit(Expression<Func<Book, bool>> condition)
        {
            _old = condition.Parameters[0];
            return Visit(condition.Body);
        }

        private ParameterExpression? _old;

        protected override Expression VisitParameter(ParameterExpression node) => node == _old ? parameter : node;
    }
}
