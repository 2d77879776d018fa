using AkkaOrm;
using Programs.Models;
namespace Programs;

static class P22_Errors
{
    static async Task<string> Rename(Orm orm, int id, string name)
    {
        await using var session = orm.OpenSession();
        try
        {
            var t = await session.GetAsync<Traveler>(id);
            session.Update(t, x => x with { Name = name });
            await session.CommitAsync();
            return "done";
        }
        catch (NoResultException) { return "no such traveler"; }
        catch (StaleEntityException stale)
        {
            return $"changed meanwhile: {string.Join(", ", stale.Rows.Select(r => $"{r.Entity.Name}#{r.Key}{(r.Gone ? " (gone)" : "")}"))}";
        }
        catch (ConstraintViolationException e) when (e.Kind == ConstraintKind.Unique && e.IsOn<Traveler>(x => x.Name)) { return "name is taken"; }
        catch (ConstraintViolationException e) { return $"{e.Kind} {e.Constraint} on {e.Entity?.Name}.{string.Join(",", e.Properties)}"; }
        catch (AkkaOrmException e) when (e.IsTransient) { return "try again"; }
    }

    static async Task NotLoaded(Session session)
    {
        var t = await session.GetAsync<Traveler>(1);
        try { Console.WriteLine(t.Destination.Value.Name); }
        catch (NotLoadedException e) { Console.WriteLine($"{e.Entity}#{e.Key}.{e.Path}: {e.Hint}"); }
    }
}
