using System.CommandLine;
using System.Globalization;
using AkkaOrm.Compare.Cases;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Commands;

/// <summary>The command line.</summary>
internal static class CompareCommand
{
    /// <summary>A command line that makes no sense, told apart from a run that failed.</summary>
    public const int Misused = 2;

    private static readonly Option<string[]> Names = new("--case") { Description = "Only this case, or all whose names begin so. May be given again.", HelpName = "NAME" };
    private static readonly Option<bool> List = new("--list") { Description = "Name the cases and run none." };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Small sizes and few samples: everything in less than a minute." };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the figures to this file too.", HelpName = "FILE" };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "How many samples of each contender: 11, in a quick run at most 3.", HelpName = "N" };
    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "The server, in Npgsql's words, of a role that may create databases. Without it AKKAORM_POSTGRES, or a server of our own.",
        HelpName = "TEXT",
    };

    public static RootCommand Create()
    {
        var root = new RootCommand("The same work here and on what one would use instead, side by side. A run of all cases that is not quick writes bench/results and docs/performance.md.")
        {
            Names, List, Quick, Json, Rounds, Connection,
        };
        Rounds.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var rounds) && rounds < 1) given.AddError("--rounds: at least 1");
        });
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var all = AllCases.List();
        if (line.GetValue(List))
        {
            foreach (var c in all) Console.WriteLine($"{c.Name,-24} {c.Group,-14} {c.Title}");
            return 0;
        }

        if (!Chosen.TryChoose(all, line.GetValue(Names) ?? [], out var cases, out var unknown))
        {
            await Console.Error.WriteLineAsync(unknown).ConfigureAwait(false);
            return Misused;
        }

        var rounds = line.GetValue(Rounds);
        var options = line.GetValue(Quick) ? RunOptions.Short(rounds) : RunOptions.Whole(rounds);
        return await new WholeRun(cases, options, line.GetValue(Connection), line.GetValue(Json), isWhole: cases.Count == all.Count && !options.Quick).RunAsync(ct).ConfigureAwait(false);
    }
}
