using System.Data.Common;
using AkkaOrm;
using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>Starting asks nothing of the server: a wrong password is told by the first use, and the text does not repeat it.</summary>
internal sealed class StartWithoutConnecting : IStep
{
    private const string WrongPassword = "tulips-in-winter";

    public string Title => "start an engine without connecting";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("await using var orm = Orm.Start(system, model, connectionString);");
        Expect(await guide.ConnectionsAsync() == 0, "an engine that was only started holds a connection");

        var wrong = new DbConnectionStringBuilder { ConnectionString = guide.ConnectionString };
        wrong["Password"] = WrongPassword;
        await using var orm = Orm.Start(guide.System, Travel.Model, wrong.ConnectionString);
        await using var session = orm.OpenSession();
        Say($"Started with a wrong password, and nothing happened: nobody asked for anything yet. The first use tells:");
        try
        {
            await session.SingleAsync(FromSql<int>($"select 1"));
        }
        catch (AkkaOrmException refused)
        {
            ShowError(refused);
            Expect(!refused.ToString().Contains(WrongPassword), "the error repeats the password");
            Expect(refused.ToString().Contains("password", StringComparison.OrdinalIgnoreCase), "the error does not say what was wrong");
            return;
        }
        Say($"[grey]This server trusts everyone who reaches it, so a password is never wrong here.[/]");
    }
}
