using AkkaOrm;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Reads of many sessions meet while connections are busy: keys of one entity are then read by one statement, and each caller gets its own row.</summary>
internal sealed class LoadByManyAtOnce : IStep
{
    private const int Travelers = 500, Callers = 64;

    public string Title => "500 travelers loaded by 64 callers at once";

    public async Task RunAsync(Guide guide)
    {
        int[] ids;
        await using (var session = guide.Orm.OpenSession())
        {
            var added = session.AddRange(Enumerable.Range(1, Travelers).Select(i => new Traveler { Name = $"Traveler {i}", Age = i % 90 }));
            var committed = await session.CommitAsync();
            ids = [.. added.Select(a => committed.Of(a).Id)];
        }
        guide.Statements.Clear();

        ShowCode("""
            await Task.WhenAll(callers.Select(async keys =>
            {
                await using var session = orm.OpenSession();
                foreach (var key in keys) await session.GetAsync<Traveler>(key);
            }));
            """);
        var callers = ids.Index().GroupBy(i => i.Index % Callers, i => i.Item);
        var loaded = await Task.WhenAll(callers.Select(async keys =>
        {
            await using var session = guide.Orm.OpenSession();
            var names = new List<(int Key, Traveler Found)>();
            foreach (var key in keys) names.Add((key, await session.GetAsync<Traveler>(key)));
            return names;
        }));
        var found = loaded.SelectMany(l => l).ToList();
        var statements = guide.Statements.Work.Count;
        Say($"{found.Count} travelers loaded by {Callers} callers at once, in {statements} statements.");
        Expect(found.Count == Travelers && found.All(f => f.Found.Id == f.Key), "somebody got another's traveler");
        Expect(statements < Travelers / 2, $"{statements} statements for {Travelers} travelers");
    }
}
