using AkkaOrm.Compare.Frame;
using AkkaOrm.Testing;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Distances;

/// <summary>A way to a database that is longer by a round-trip time, for all contenders.</summary>
internal sealed class Distance : IAsyncDisposable
{
    private readonly PostgresProxy _proxy;

    public Distance(Arena near, TimeSpan roundTrip)
    {
        _proxy = PostgresProxy.Start(near.ConnectionString);
        _proxy.RoundTripTime = roundTrip;
        Arena = near with { ConnectionString = _proxy.ConnectionString, DataSource = NpgsqlDataSource.Create(_proxy.ConnectionString) };
    }

    /// <summary>The same database over the longer way.</summary>
    public Arena Arena { get; }

    public async ValueTask DisposeAsync()
    {
        await Arena.DataSource.DisposeAsync().ConfigureAwait(false);
        await _proxy.DisposeAsync().ConfigureAwait(false);
    }
}
