using AkkaOrm.Servers;
using AkkaOrm.Testing;

namespace AkkaOrm.Children;

/// <summary>The child process: starts a server, says so, and holds it until its input ends.</summary>
internal static class Program
{
    public const string Ready = "ready";

    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            await using var postgres = await EphemeralPostgres.StartAsync(Wished(arguments), isShared: false, CancellationToken.None);
            await using var database = await postgres.CreateDatabaseAsync("child");
            Console.WriteLine($"{Ready}|{postgres.Source}|{postgres.ConnectionString}");
            await Console.In.ReadLineAsync();
            return 0;
        }
        catch (EphemeralPostgresException e)
        {
            Console.WriteLine(e.Message);
            return 3;
        }
    }

    private static Wishes Wished(string[] arguments) => arguments is [var archive, var cache, var version]
        ? new Wishes(Ways.Embedded) { Embedded = new EmbeddedSource { Version = version, Cache = cache, Handler = new ArchiveHandler(archive) } }
        : Wishes.FromEnvironment();
}
