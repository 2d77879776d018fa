using System.CommandLine;

namespace AkkaOrm.Compare.Commands;

/// <summary>The program as it is started by people.</summary>
internal static class Parents
{
    // Long enough, after Ctrl-C, for the sample under way, the databases and the server to end.
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(30);

    public static Task<int> RunAsync(string[] args) => CompareCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Ending });
}
