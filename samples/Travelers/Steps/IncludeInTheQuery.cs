using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Asked for with the query, a to-one comes along in the same statement.</summary>
internal sealed class IncludeInTheQuery : IStep
{
    public string Title => "the same query with Include is one statement";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("""From<Traveler>().Where(t => t.Name == "Ann").Include(t => t.Destination)""");
        await using var session = guide.Orm.OpenSession();
        var ann = await session.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann").Include(t => t.Destination));
        guide.ShowSql();
        Say($"Ann goes to {ann.Destination.Value.Name}.");
        Expect(ann.Destination.Value.Code == "NO", $"Ann goes to {ann.Destination.Value.Code}");
        Expect(guide.Statements.Work.Count == 1, $"{guide.Statements.Work.Count} statements were sent");
    }
}
