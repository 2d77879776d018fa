using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>What the server makes up comes back with the INSERT; there is nothing left to read.</summary>
internal sealed class AddTraveler : IStep
{
    public string Title => "a server default is there after Commit, without a read";

    public async Task RunAsync(Guide guide)
    {
        await using var session = guide.Orm.OpenSession();
        var norway = await session.SingleAsync(From<Country>().Where(c => c.Code == "NO"));
        guide.Statements.Clear();

        ShowCode("""
            var ann = session.Add(new Traveler { Name = "Ann", Age = 35, Destination = norway });
            var stored = (await session.CommitAsync()).Of(ann);
            """);
        var ann = session.Add(new Traveler { Name = "Ann", Age = 35, Destination = norway });
        var stored = (await session.CommitAsync()).Of(ann);
        guide.ShowSql();

        Say($"Ann is number {stored.Id}, created at {stored.CreatedAt:u}.");
        Expect(guide.Statements.Work is [var only] && only.Contains("RETURNING", StringComparison.OrdinalIgnoreCase), $"{guide.Statements.Work.Count} statements were sent");
        Expect(stored.CreatedAt > DateTimeOffset.UtcNow.AddHours(-1), $"created_at is {stored.CreatedAt:u}");
        Expect(stored.DestinationId == norway.Id, "the foreign key is not Norway's");
    }
}
