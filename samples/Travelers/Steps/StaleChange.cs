using AkkaOrm;
using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Nobody's change is overwritten unseen: the second writer is told, and decides.</summary>
internal sealed class StaleChange : IStep
{
    public string Title => "two sessions change the same traveler: the second is told";

    public async Task RunAsync(Guide guide)
    {
        var ann = From<Traveler>().Where(t => t.Name == "Ann");
        await using var first = guide.Orm.OpenSession();
        await using var second = guide.Orm.OpenSession();
        var (seenByFirst, seenBySecond) = (await first.SingleAsync(ann), await second.SingleAsync(ann));

        first.Update(seenByFirst, t => t with { Age = 40 });
        await first.CommitAsync();

        guide.Statements.Clear();
        second.Update(seenBySecond, t => t with { Age = 50 });
        try
        {
            await second.CommitAsync();
        }
        catch (StaleEntityException stale)
        {
            guide.ShowSql();
            ShowError(stale);
            Expect(stale.KeysOf<Traveler>().Single().Equals(seenBySecond.Id), "the error names another traveler");
            await second.RollbackAsync();
            Expect((await second.RefreshAsync(seenBySecond)).Age == 40, "the first change was lost");
            return;
        }
        throw new UnexpectedException("the second change went over the first");
    }
}
