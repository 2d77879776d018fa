using AkkaOrm;
using Docs.GettingStarted;

namespace Docs.UnitsOfWork;

internal static class Pages
{
    internal static async Task Change(Session session, int id, Country norway)
    {
        #region change
        var ann = await session.GetAsync<Traveler>(id);
        session.Update(ann, t => t with { Nickname = "Annie" });              // a column
        session.Update(ann, t => t with { Destination = norway });            // a relation; both changes hold
        ann = (await session.CommitAsync()).Of(ann);                          // the row as it is now
        session.Delete(ann);
        await session.RollbackAsync();                                        // nothing happened
        #endregion
    }

    internal static async Task See(Session session)
    {
        #region see
        session.Add(new Traveler { Name = "Bea" });
        Console.WriteLine(await session.ExplainAsync());                      // the statements, in order; nothing is sent
        #endregion
    }

    internal static async Task Transactions(Session session, IEnumerable<Country> countries, CancellationToken ct)
    {
        #region transaction
        await using var transaction = await session.BeginAsync(UnitOptions.RepeatableRead, ct);
        foreach (var country in countries)
        {
            await using var savepoint = await session.SavepointAsync(cancellationToken: ct);   // not released: rolled back
            session.Add(country);
            try { await session.FlushAsync(ct); await savepoint.ReleaseAsync(ct); }
            catch (ConstraintViolationException e) when (e.Kind == ConstraintKind.Unique) { Console.WriteLine($"{country.Code} was there"); }
        }
        await transaction.CommitAsync(ct);
        #endregion
    }

    #region run
    public static Task<string> Rename(Session session, int id, string name) => session.RunAsync(async unit =>
    {
        var before = await unit.GetAsync<Traveler>(id);
        unit.Update(before, t => t with { Name = name });
        return before.Name;                                                   // commits here; rolls back if the code throws
    });
    #endregion

    internal static async Task Stale(Session session, Traveler ann)
    {
        #region stale
        try
        {
            session.Update(ann, t => t with { Nickname = "Annie" });
            await session.CommitAsync();
        }
        catch (StaleEntityException stale)                                    // nothing of the unit was written
        {
            Console.WriteLine($"changed meanwhile: {string.Join(", ", stale.KeysOf<Traveler>())}");
            await session.RollbackAsync();
            ann = await session.RefreshAsync(ann);
        }
        #endregion
    }
}
