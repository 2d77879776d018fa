using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Tables from the model.</summary>
internal sealed class CreateSchema : IStep
{
    public string Title => "create the schema (country, traveler)";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("await orm.Schema.CreateAsync();");
        Expect(!await guide.Orm.Schema.ExistsAsync(), "there was a schema before it was created");
        guide.Statements.Clear();
        await guide.Orm.Schema.CreateAsync();
        guide.ShowSql();

        await using var session = guide.Orm.OpenSession();
        var tables = await session.FetchAsync(FromSql<string>($"select table_name::text from information_schema.tables where table_schema = current_schema order by 1"));
        Expect(tables is ["country", "traveler"], $"the tables are {string.Join(", ", tables)}");
        Expect(await guide.Orm.Schema.ExistsAsync(), "the schema was created and does not exist");
    }
}
