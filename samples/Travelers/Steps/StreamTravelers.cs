using Akka.Streams;
using Akka.Streams.Dsl;
using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>A stream is read page by page, as fast as its reader asks: what is sent ahead is bounded.</summary>
internal sealed class StreamTravelers : IStep
{
    private const int PageSize = 10;
    private const int PagesAhead = 4;

    public string Title => "stream all travelers, back-pressured";

    public async Task RunAsync(Guide guide)
    {
        await using var session = guide.Orm.OpenSession();
        var all = From<Traveler>().OrderBy(t => t.Id);
        var count = await session.CountAsync(all);
        guide.Statements.Clear();

        ShowCode("var reader = session.Source(From<Traveler>().OrderBy(t => t.Id), pageSize: 10).RunWith(Sink.Queue<Traveler>(), materializer);");
        var reader = session.Source(all, PageSize).RunWith(Sink.Queue<Traveler>(), guide.System.Materializer());
        var (taken, last, ahead) = (0, 0, 0);
        for (var next = await reader.PullAsync(); next.HasValue; next = await reader.PullAsync())
        {
            Expect(next.Value.Id > last, "the stream lost its order");
            (taken, last) = (taken + 1, next.Value.Id);
            ahead = Math.Max(ahead, Pages(guide) - taken / PageSize);
        }
        Say($"{taken} travelers in {Pages(guide)} pages, never more than {ahead} pages ahead of the reader.");
        Expect(taken == count, $"{taken} of {count} travelers came");
        Expect(Pages(guide) >= count / PageSize, $"{count} rows came in {Pages(guide)} pages");
        Expect(ahead <= PagesAhead, $"the stream ran {ahead} pages ahead of its reader");
    }

    private static int Pages(Guide guide) => guide.Statements.Work.Count(sql => sql.StartsWith("FETCH", StringComparison.OrdinalIgnoreCase));
}
