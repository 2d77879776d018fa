namespace AkkaOrm.Sessions;

/// <summary>The commands about transactions and savepoints.</summary>
internal sealed class SessionUnits(ISessionLine line, SessionState state)
{
    public void Begin(SessionProtocol.Begin begin)
    {
        if (state.Transaction is not null)
            throw new StatementException("a transaction is open in this session already.") { Hint = "1. commit or roll it back first  2. for a part that can be undone alone: SavepointAsync" };
        var options = begin.Options ?? state.Options;
        // What was read before is not of this transaction's snapshot.
        if (state.Unit.IsEmpty) state.UnitEnded();
        line.Hold(options, () => line.Answer(new SessionProtocol.Begun { Tag = begin.Tag }));
    }

    /// <summary>Always ends with nothing staged and no connection held: when the server can't be told, the connection is closed and it rolls back by itself.</summary>
    public void Rollback(Action then)
    {
        if (state.Transaction is null or { IsLost: true }) Finish();
        else line.SendAnyway(TransactionStatements.Rollback, Finish);

        void Finish()
        {
            state.Unit.Clear();
            state.Doubt = null;
            state.TransactionRolledBack();
            state.UnitEnded();
            line.GiveBack();
            then();
        }
    }

    /// <summary>What is staged is written first, so that the savepoint stands between what was asked for before it and after.</summary>
    public void SetSavepoint(SessionProtocol.SetSavepoint savepoint) => line.Hold(state.Options, () => new SessionWrites(line, state).WriteHeld(_ =>
        line.Send(TransactionStatements.Set(savepoint.Name), _ =>
        {
            state.Transaction!.Set(new(savepoint.Name, state.Unit.Mark(), state.Map.MarkTransaction()));
            line.Answer(new SessionProtocol.SavepointSet(savepoint.Name) { Tag = savepoint.Tag });
        })));

    public void RollbackTo(SessionProtocol.RollbackTo rollback)
    {
        var mark = Known(rollback.Name);
        var error = state.Transaction!.Error;
        state.Transaction.Error = null;
        line.Send(TransactionStatements.RollbackTo(rollback.Name), _ =>
        {
            state.Transaction!.Forget(mark, itself: false);
            state.Unit.Return(mark.Unit);
            state.Map.RollbackTransaction(mark.Map);
            line.Answer(new SessionProtocol.RolledBackTo(rollback.Name) { Tag = rollback.Tag });
        }, failed: _ => state.Transaction!.Error = error ?? state.Transaction.Error);
    }

    public void Release(SessionProtocol.ReleaseSavepoint release)
    {
        var mark = Known(release.Name);
        line.Send(TransactionStatements.Release(release.Name), _ =>
        {
            state.Transaction!.Forget(mark, itself: true);
            state.Map.ReleaseTransaction(mark.Map);
            line.Answer(new SessionProtocol.SavepointReleased(release.Name) { Tag = release.Tag });
        });
    }

    private SavepointMark Known(string name) => state.Transaction?.Find(name)
        ?? throw new StatementException($"no savepoint \"{name}\" is set in this session.") { Hint = "it was rolled back, released, or ended with its transaction" };
}
