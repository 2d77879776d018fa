using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Entities are values: Commit answers with new ones and takes nothing away from those in hand.</summary>
internal sealed class NothingUnloadedByCommit : IStep
{
    public string Title => "nothing is unloaded by Commit";

    public async Task RunAsync(Guide guide)
    {
        await using var session = guide.Orm.OpenSession();
        var before = await session.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann").Include(t => t.Destination));
        guide.Statements.Clear();

        ShowCode("""
            session.Update(before, t => t with { Age = 36 });
            var after = (await session.CommitAsync()).Of(before);
            """);
        session.Update(before, t => t with { Age = 36 });
        var after = (await session.CommitAsync()).Of(before);
        guide.ShowSql();

        Say($"Ann is {after.Age} now and still goes to {after.Destination.Value.Name}; the value read before still says {before.Age}.");
        Expect(after is { Age: 36, Name: "Ann", Destination.IsLoaded: true }, "Commit lost something that was loaded");
        Expect(before is { Age: 35, Destination.IsLoaded: true }, "Commit changed a value we hold");
        Expect(guide.Statements.Work.All(sql => !sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)), "something was read again");
    }
}
