using Akka.Actor;

namespace AkkaOrm.Sessions;

/// <summary>A transaction that holds a connection.</summary>
internal sealed class OpenTransaction(long lease, IActorRef connection, UnitOptions options)
{
    private readonly List<SavepointMark> _savepoints = [];

    public long Lease { get; } = lease;
    public IActorRef Connection { get; } = connection;
    public UnitOptions Options { get; } = options;

    /// <summary>The first failure: the server refuses everything until a rollback, and so do we, with the cause.</summary>
    public AkkaOrmException? Error { get; set; }

    /// <summary>The connection is gone, and the transaction with it.</summary>
    public bool IsLost { get; set; }

    public void Set(SavepointMark mark) => _savepoints.Add(mark);

    /// <summary>The latest savepoint of that name, as in PostgreSQL; null when there is none.</summary>
    public SavepointMark? Find(string name) => _savepoints.LastOrDefault(s => s.Name == name);

    /// <summary>Forgets what was set after it, and with <paramref name="itself"/> the savepoint too.</summary>
    public void Forget(SavepointMark mark, bool itself)
    {
        var at = _savepoints.LastIndexOf(mark);
        _savepoints.RemoveRange(itself ? at : at + 1, _savepoints.Count - at - (itself ? 0 : 1));
    }
}

/// <summary>What the session was like when a savepoint was set.</summary>
/// <param name="Unit">What was staged.</param>
/// <param name="Map">What was known of rows.</param>
internal sealed record SavepointMark(string Name, object Unit, int Map);
