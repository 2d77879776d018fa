using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Loading what one already holds: one statement, for one entity or for a hundred.</summary>
internal sealed class LoadExplicitly : IStep
{
    public string Title => "LoadAsync is one statement, for one traveler and for a hundred";

    public async Task RunAsync(Guide guide)
    {
        await using var session = guide.Orm.OpenSession();
        await AddHundredAsync(session);
        var ann = await session.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann"));
        var hundred = await session.FetchAsync(From<Traveler>().Where(t => t.Name.StartsWith("Traveler ")).OrderBy(t => t.Id).Take(100));

        guide.Statements.Clear();
        ShowCode("ann = await session.LoadAsync(ann, t => t.Destination);");
        ann = await session.LoadAsync(ann, t => t.Destination);
        guide.ShowSql();
        Expect(ann.Destination.Value.Code == "NO" && guide.Statements.Work.Count == 1, $"{guide.Statements.Work.Count} statements for one traveler");

        guide.Statements.Clear();
        ShowCode("hundred = await session.LoadAsync(hundred, t => t.Destination);");
        hundred = await session.LoadAsync(hundred, t => t.Destination);
        guide.ShowSql();
        Say($"A hundred travelers go to {hundred.DistinctBy(t => t.DestinationId).Count()} countries of {hundred.DistinctBy(t => t.Destination.Value.Region).Count()} regions.");
        Expect(hundred.Count == 100 && hundred.All(t => t.Destination.Value.Id == t.DestinationId), "a traveler got another's destination");
        Expect(guide.Statements.Work.Count == 1, $"{guide.Statements.Work.Count} statements for a hundred travelers");
    }

    private static async Task AddHundredAsync(AkkaOrm.Session session)
    {
        var countries = await session.FetchAsync(From<Country>().OrderBy(c => c.Code));
        session.AddRange(Enumerable.Range(1, 100).Select(n => new Traveler { Name = $"Traveler {n:000}", Age = 18 + n % 60, Destination = countries[n * 7 % countries.Count] }));
        await session.CommitAsync();
    }
}
