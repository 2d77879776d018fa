namespace AkkaOrm;

/// <summary>A transaction of a session. Disposed unfinished, it is rolled back.</summary>
public sealed class Transaction : IAsyncDisposable
{
    private readonly Session _session;
    private bool _finished;

    internal Transaction(Session session) => _session = session;

    /// <inheritdoc cref="Session.CommitAsync"/>
    /// <exception cref="StatementException">It is finished already.</exception>
    public async Task<SessionProtocol.Committed> CommitAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFinished();
        var committed = await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        _finished = true;
        return committed;
    }

    /// <inheritdoc cref="Session.RollbackAsync"/>
    /// <exception cref="StatementException">It is finished already.</exception>
    public async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFinished();
        _finished = true;
        await _session.RollbackAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_finished) return;
        _finished = true;
        try
        {
            await _session.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionClosedException)
        {
            // Closing rolled it back.
        }
    }

    private void ThrowIfFinished()
    {
        if (_finished) throw new StatementException("this transaction is finished: it was committed or rolled back already.") { Hint = "begin another with session.BeginAsync" };
    }
}
