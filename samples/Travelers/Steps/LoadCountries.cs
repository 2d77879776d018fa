using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Many rows of one shape are one statement, and each comes back with the key the server gave it.</summary>
internal sealed class LoadCountries : IStep
{
    public string Title => "load the 249 countries of ISO 3166 in one unit of work";

    public async Task RunAsync(Guide guide)
    {
        var countries = await CountryFile.ReadAsync();
        Expect(countries.Count == 249 && countries.DistinctBy(c => c.Code).Count() == 249, $"the file holds {countries.Count} countries");

        ShowCode("var added = session.AddRange(countries);\nvar committed = await session.CommitAsync();");
        await using var session = guide.Orm.OpenSession();
        var added = session.AddRange(countries);
        Expect(guide.Statements.All.Count == 0, "staging sent something");
        var committed = await session.CommitAsync();
        guide.ShowSql();

        var stored = committed.Of(added.Single(a => a.Value.Code == "NO"));
        Say($"Norway is number {stored.Id}, in {stored.Region}.");
        Expect(committed.RowsAffected == 249, $"{committed.RowsAffected} rows were written");
        Expect(guide.Statements.Work.Count == 1, $"{guide.Statements.Work.Count} statements were sent for one shape");
        Expect(added.All(a => committed.Of(a) is { Id: > 0 } row && row.Code == a.Value.Code), "a key came back for another country");
        Expect(await session.CountAsync(From<Country>().Where(c => c.Region == "Oceania")) == 29, "Oceania does not hold 29 countries");
    }
}
