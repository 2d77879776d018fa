using System.Collections.Concurrent;
using AkkaOrm.Connections;
using AkkaOrm.Testing;

namespace AkkaOrm.Scripts;

/// <summary>All connections of one scripted database.</summary>
internal sealed class ScriptedConnections(ScriptedConnection database) : IPhysicalConnectionFactory
{
    private readonly ConcurrentDictionary<ScriptedPhysicalConnection, bool> _open = new();

    public IReadOnlyList<TransactionStatus> OpenTransactions => [.. _open.Keys.Select(c => c.Transaction).Where(t => t != TransactionStatus.Idle)];

    public IPhysicalConnection Create()
    {
        var connection = new ScriptedPhysicalConnection(database, c => _open.TryRemove(c, out _));
        _open[connection] = true;
        return connection;
    }
}
