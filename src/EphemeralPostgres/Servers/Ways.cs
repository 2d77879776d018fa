using System.Text;
using AkkaOrm.Testing;

namespace AkkaOrm.Servers;

/// <summary>The ways to a server in their order, and the text when none leads there.</summary>
internal static class Ways
{
    public const string Testcontainers = "testcontainers";
    public const string Local = "local";
    public const string Embedded = "embedded";

    private const string GivenRemedy =
        $"set {Wishes.PostgresVariable} to a connection string such as Host=localhost;Username=postgres;Password=…;Database=postgres "
        + "of a role that may create databases";

    /// <summary>The server of the first way that works.</summary>
    /// <exception cref="EphemeralPostgresException">None does.</exception>
    public static async Task<RunningServer> StartFirstAsync(Wishes wishes, CancellationToken ct)
    {
        if (wishes.Postgres is { } asked && !IsWayName(asked))
        {
            return await GivenServer.ConnectAsync(asked, ct).ConfigureAwait(false);
        }

        IServerWay[] all = [new ContainerServer(wishes.Image), new LocalServer(wishes.Binaries), new EmbeddedServer(wishes.Embedded)];
        await Task.Run(Leftovers.Remove, ct).ConfigureAwait(false);
        return await StartFirstAsync(wishes, all, ct).ConfigureAwait(false);
    }

    /// <param name="wishes">May name one of the ways; then only that one is tried.</param>
    /// <param name="all">The ways through a container, local programs and a download, in this order.</param>
    /// <param name="ct">Gives up.</param>
    internal static async Task<RunningServer> StartFirstAsync(Wishes wishes, IServerWay[] all, CancellationToken ct)
    {
        var chosen = wishes.Postgres is { } name ? [all[IndexOf(name)]] : all;
        var closed = new List<(IServerWay Way, Exception Reason)>();
        foreach (var way in chosen)
        {
            try
            {
                return await way.StartAsync(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                closed.Add((way, e));
            }
        }

        throw new EphemeralPostgresException(Explain(wishes, all, closed), closed[^1].Reason);
    }

    private static bool IsWayName(string value) => IndexOf(value) >= 0;

    private static int IndexOf(string value) =>
        Array.FindIndex([Testcontainers, Local, Embedded], n => n.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static string Explain(Wishes wishes, IServerWay[] all, List<(IServerWay Way, Exception Reason)> closed)
    {
        var text = new StringBuilder("No PostgreSQL server could be started. The ways to one, in their order:");
        Line(1, "a given server", wishes.Postgres is { } forced
            ? $"not tried, {Wishes.PostgresVariable}={forced.ToLowerInvariant()} asks for one other way only"
            : $"{Wishes.PostgresVariable} is not set", GivenRemedy);
        for (var i = 0; i < all.Length; i++)
        {
            var reason = closed.Where(c => c.Way == all[i]).Select(c => ReasonOf(c.Reason)).FirstOrDefault();
            Line(i + 2, all[i].Name, reason ?? $"not tried, {Wishes.PostgresVariable}={wishes.Postgres!.ToLowerInvariant()} asks for one other way only",
                all[i].Remedy);
        }

        return text.ToString();

        void Line(int number, string name, string reason, string remedy) =>
            text.Append(Environment.NewLine).Append($"  {number}. {name}: {reason}.")
                .Append(Environment.NewLine).Append($"     To use it: {remedy}.");
    }

    private static string ReasonOf(Exception e) => (e is WayClosedException ? e.Message : $"{e.GetType().Name}: {e.Message}").TrimEnd('.', ' ', '\n');
}
