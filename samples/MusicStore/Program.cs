using System.Diagnostics;
using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using MusicStore;
using MusicStore.Models;
using Spectre.Console;

try
{
    var data = await Chinook.ReadAsync();
    await using var server = await EphemeralPostgres.StartAsync();
    await using var database = await server.CreateDatabaseAsync("music_store");
    AnsiConsole.Write(new FigletText("Music Store").Color(Color.Orange1));
    AnsiConsole.MarkupLineInterpolated($"[grey]PostgreSQL: {server.Source}[/]");

    using var system = ActorSystem.Create("music-store", "akka { loglevel = ERROR, stdout-loglevel = ERROR }");
    await using var orm = Orm.Start(system, Store.Model, database.ConnectionString);
    await orm.Schema.CreateAsync();

    var clock = Stopwatch.StartNew();
    await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(async progress =>
    {
        var bar = progress.AddTask("loading", maxValue: data.Sizes.Sum(x => x.Rows));
        await new Loader(orm, data, rows => bar.Increment(rows)).LoadAsync();
    });
    var took = clock.Elapsed;

    await using var session = orm.OpenSession();
    var report = new Report(await Stock.ReadAsync(session), data);
    report.Print(took);
    return report.Differences.Count == 0 ? 0 : 1;
}
catch (EphemeralPostgresException noServer)
{
    Console.Error.WriteLine(noServer.Message);
    return 1;
}
