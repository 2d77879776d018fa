using AkkaOrm.Testing;
using Spectre.Console;
using Travelers;

try
{
    await using var server = await EphemeralPostgres.StartAsync();
    AnsiConsole.Write(new FigletText("Travelers").Color(Color.SteelBlue1));
    AnsiConsole.MarkupLineInterpolated($"[grey]PostgreSQL: {server.Source}[/]");
    await using var guide = await Guide.MeetAsync(server);
    return await Tour.WalkAsync(guide) ? 0 : 1;
}
catch (EphemeralPostgresException noServer)
{
    Console.Error.WriteLine(noServer.Message);
    return 1;
}
