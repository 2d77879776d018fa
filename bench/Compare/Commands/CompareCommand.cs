using System.CommandLine;
using AkkaOrm.Compare.Cases;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Runs;
using AkkaOrm.Testing;

namespace AkkaOrm.Compare.Commands;

/// <summary>The command line.</summary>
internal static class CompareCommand
{
    private static readonly Option<string[]> Names = new("--case") { Description = "Only this case, or those whose names begin so; may be given again." };
    private static readonly Option<bool> List = new("--list") { Description = "Names the cases and runs none." };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Small sizes and few samples: everything in less than a minute." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "How many samples of each contender." };
    private static readonly Option<string?> Connection = new("--connection") { Description = "A server to use, in Npgsql's words. Else AKKAORM_POSTGRES, else one of our own." };

    public static RootCommand Create()
    {
        var root = new RootCommand("The same work here and on what one would use instead, side by side.") { Names, List, Quick, Rounds, Connection };
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var all = AllCases.List();
        if (line.GetValue(List))
        {
            foreach (var c in all) Console.WriteLine($"{c.Name,-28} {c.Title}");
            return 0;
        }

        if (!Chosen.TryChoose(all, line.GetValue(Names) ?? [], out var cases, out var unknown))
        {
            Console.Error.WriteLine(unknown);
            return 2;
        }

        try
        {
            var options = line.GetValue(Quick) ? RunOptions.Short(line.GetValue(Rounds)) : RunOptions.Whole(line.GetValue(Rounds));
            await using var server = await Server.StartAsync(line.GetValue(Connection), options.Quick, ct).ConfigureAwait(false);
            var results = await new Run(server, options).RunAsync(cases, ct).ConfigureAwait(false);
            return results.Any(r => r.Failure is not null) ? 1 : 0;
        }
        catch (EphemeralPostgresException noServer)
        {
            Console.Error.WriteLine(noServer.Message);
            return 1;
        }
    }
}
