namespace AkkaOrm;

/// <summary>A point inside a transaction to come back to. Disposed without release, what came after it is rolled back, and only that.</summary>
public sealed class Savepoint : IAsyncDisposable
{
    private readonly Session _session;
    private bool _finished;

    internal Savepoint(Session session, string name) => (_session, Name) = (session, name);

    /// <summary>As it was given, or made.</summary>
    public string Name { get; }

    /// <summary>Undoes what came after it, in the database and in the session. It stays set and can be rolled back to again.</summary>
    public async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFinished();
        await _session.AskAsync<SessionProtocol.RolledBackTo>(new SessionProtocol.RollbackTo(Name), cancellationToken).ConfigureAwait(false);
        _session.Forget();
    }

    /// <summary>Keeps what came after it: written now where it is only staged, so that its failure is undone by this savepoint's rollback.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFinished();
        if (_session.HasStaged) await _session.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _session.AskAsync<SessionProtocol.SavepointReleased>(new SessionProtocol.ReleaseSavepoint(Name), cancellationToken).ConfigureAwait(false);
        _finished = true;
    }

    /// <summary>Rolls back what was not released.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_finished) return;
        try
        {
            await RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SessionClosedException or StatementException)
        {
            // The transaction is over, and the savepoint with it.
        }
        _finished = true;
    }

    private void ThrowIfFinished()
    {
        if (_finished) throw new StatementException($"savepoint \"{Name}\" is finished.") { Hint = "set another with session.SavepointAsync" };
    }
}
