using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Spectre.Console;
using static AkkaOrm.Query;

namespace Travelers;

/// <summary>What every step has at hand: the engine, a record of what was sent, and words for the reader.</summary>
internal sealed class Guide : IAsyncDisposable
{
    private readonly EphemeralDatabase _database;
    private readonly Orm _observer;

    private Guide(EphemeralPostgres server, EphemeralDatabase database)
    {
        _database = database;
        Orm = Orm.Start(System, Travel.Model, database.ConnectionString);
        _observer = Orm.Start(System, Travel.Model, server.ConnectionString);
    }

    public ActorSystem System { get; } = ActorSystem.Create("travelers", "akka { loglevel = ERROR, stdout-loglevel = ERROR }");
    public string ConnectionString => _database.ConnectionString;
    public Orm Orm { get; }
    public StatementRecorder Statements { get; } = new();

    public static async Task<Guide> MeetAsync(EphemeralPostgres server) => new(server, await server.CreateDatabaseAsync("travelers"));

    /// <summary>How many connections the server holds to the tour's database, seen from another one.</summary>
    public async Task<long> ConnectionsAsync()
    {
        await using var session = _observer.OpenSession();
        return await session.SingleAsync(FromSql<long>($"select count(*) from pg_stat_activity where datname = {_database.Name}"));
    }

    public static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new UnexpectedException(otherwise);
    }

    public static void Say(FormattableString text) => AnsiConsole.MarkupLineInterpolated(text);

    /// <summary>Shows the C# that made what follows.</summary>
    public static void ShowCode(string code) => AnsiConsole.Write(new Padder(new Text(code, new Style(Color.SteelBlue1))).Padding(2, 0));

    /// <summary>Shows an error the way a log would.</summary>
    public static void ShowError(AkkaOrmException error) =>
        AnsiConsole.Write(new Panel(new Text(error.Message)) { Header = new PanelHeader(error.GetType().Name), BorderStyle = "yellow" });

    /// <summary>Shows what was sent since the step began, long texts cut.</summary>
    public void ShowSql()
    {
        foreach (var sql in Statements.All)
            AnsiConsole.Write(new Padder(new Text(sql.Length <= 260 ? sql : $"{sql[..260]} …", new Style(Color.Grey))).Padding(2, 0));
    }

    public async ValueTask DisposeAsync()
    {
        await Orm.DisposeAsync();
        await _observer.DisposeAsync();
        await System.Terminate();
        await _database.DisposeAsync();
        Statements.Dispose();
    }
}
