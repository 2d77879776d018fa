using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Protocols;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Sessions;

/// <summary>The commands that stage and write.</summary>
internal sealed class SessionWrites(ISessionLine line, SessionState state)
{
    /// <summary>What the client staged since its last command: each change with the new values it led to, so that a refused one takes no other along.</summary>
    /// <exception cref="AkkaOrmException">The first refusal; the changes that were not refused are staged.</exception>
    public void TakeIn(Changes pending)
    {
        AkkaOrmException? refused = null;
        foreach (var operation in pending.Operations)
        {
            try
            {
                state.Unit.Stage(operation);
            }
            catch (AkkaOrmException error)
            {
                refused ??= error;
            }
        }
        if (refused is not null) throw refused;
    }

    public void Stage(SessionProtocol.Stage stage)
    {
        state.Unit.Stage(stage.Changes.All);
        line.Answer(new SessionProtocol.Staged(stage.Changes.Count) { Tag = stage.Tag });
    }

    public void Detach(SessionProtocol.Detach detach)
    {
        var type = state.Model.Entity(detach.Entity.GetType());
        if (Tracking.KeyValues.Of(type, detach.Entity) is { } key) state.Unit.Detach(key);
        line.Answer(new SessionProtocol.Detached { Tag = detach.Tag });
    }

    public void Flush(SessionProtocol.Flush flush)
    {
        if (state.Unit.IsEmpty)
        {
            line.Answer(new SessionProtocol.Flushed(0) { Tag = flush.Tag });
            return;
        }
        line.Hold(state.Options, () => WriteHeld(written => line.Answer(new SessionProtocol.Flushed(written.RowsAffected) { Tag = flush.Tag, Rows = written.Rows })));
    }

    /// <summary>Writes what is staged on the held connection and goes on; nothing is sent when nothing is staged.</summary>
    public void WriteHeld(Action<WrittenRows> then)
    {
        if (state.Unit.IsEmpty) then(WrittenRows.None);
        else Write(FlushPlanner.Plan(state.Model, state.Unit.ToWrite(), PlanTransaction.None), then);
    }

    public void Commit(SessionProtocol.Commit commit)
    {
        var before = state.Unit.Mark();
        if (commit.Changes is { } changes) state.Unit.Stage(changes.All);
        var open = state.Transaction;
        if (open is null && state.Unit.IsEmpty)
        {
            state.UnitEnded();
            line.Answer(new SessionProtocol.Committed(0) { Tag = commit.Tag });
            return;
        }
        FlushPlan flush;
        try
        {
            flush = FlushPlanner.Plan(state.Model, state.Unit.ToWrite(), open is null ? PlanTransaction.Commit : PlanTransaction.Finish, state.Options.BeginOptions);
        }
        catch
        {
            if (commit.Changes is not null) state.Unit.Return(before);
            throw;
        }
        Write(flush, written =>
        {
            state.TransactionCommitted();
            line.GiveBack();
            state.UnitEnded();
            line.Answer(new SessionProtocol.Committed(written.RowsAffected) { Tag = commit.Tag, Rows = written.Rows });
        },
        error =>
        {
            if (error is CommitInDoubtException doubt)
            {
                state.Doubt = doubt;
                foreach (var row in flush.Steps.SelectMany(s => s.Rows))
                {
                    if (row.Key is { } key) state.Map.Forget(key);
                }
                state.Unit.Clear();
                state.TransactionRolledBack();
                line.GiveBack();
            }
            else if (commit.Changes is not null) state.Unit.Return(before);
        });
    }

    public void Explain(SessionProtocol.Explain explain)
    {
        var plan = explain.Query is { } query ? ReadPlanner.Fetch(state.Model, query).Plan : CommitPlan();
        line.Answer(new SessionProtocol.Explained(plan) { Tag = explain.Tag });
    }

    private Plan CommitPlan()
    {
        var flush = FlushPlanner.Plan(state.Model, state.Unit.ToWrite(), PlanTransaction.Commit, state.Options.BeginOptions);
        return flush.Plan with { Heading = flush.ToString() };
    }

    public void Execute(SessionProtocol.Execute execute)
    {
        var plan = ReadPlanner.Execute(execute.Sql);
        if (state.IsRunningUnit || state.Options.NeedsTransaction) line.Hold(state.Options, Run);
        else Run();

        void Run() => line.Send(state.Transaction is null ? plan with { Transaction = PlanTransaction.Commit } : plan,
            result =>
            {
                if (state.Transaction is not null) state.Map.Wrote();
                line.Answer(new SessionProtocol.Executed(Math.Max(0, result.Steps[0].Affected)) { Tag = execute.Tag });
            });
    }

    public void RunScript(SessionMessages.RunScript script)
    {
        var steps = script.Statements.Select(sql => new PlanStep(new CompiledStatement(sql, [], [], StatementKind.Control), []));
        line.Send(new Plan([.. steps], PlanTransaction.Commit), _ => line.Answer(new SessionMessages.ScriptRun { Tag = script.Tag }));
    }

    private void Write(FlushPlan flush, Action<WrittenRows> then, Action<AkkaOrmException>? failed = null)
    {
        if (flush.Plan is { Steps.IsEmpty: true, Transaction: not PlanTransaction.Finish }) Accept(new PlanResult([]));
        else line.Send(flush.Plan, Accept, faulted => Guards(flush, faulted), failed);

        void Accept(PlanResult result)
        {
            state.HasCommitted = flush.Plan.Transaction is PlanTransaction.Commit or PlanTransaction.Finish;
            state.IsMoving = true;
            var written = WrittenRows.From(flush, state.Unit.Accept(flush, result, EntityMaterializer.Instance));
            state.IsMoving = false;
            then(written);
        }
    }

    private static AkkaOrmException? Guards(FlushPlan flush, ConnectionProtocol.Faulted faulted) => flush.Steps.FirstOrDefault(s => s.PlanStep == faulted.Step) is { } step
        ? StaleGuard.Stale(faulted.Fault.SqlState, faulted.Fault.Message, step) ?? (AkkaOrmException?)StaleGuard.Lost(faulted.Fault.SqlState, faulted.Fault.Message, step)
        : null;
}

/// <summary>What a flush or a commit answers.</summary>
internal sealed record WrittenRows(int RowsAffected, IReadOnlyList<SessionProtocol.WrittenValue> Rows)
{
    public static readonly WrittenRows None = new(0, []);

    public static WrittenRows From(FlushPlan flush, ImmutableArray<WrittenRow> rows) => new(
        flush.Steps.Where(s => s.Kind != FlushStepKind.Lock).Sum(s => flush.Plan.Steps[s.PlanStep].Rows),
        [.. rows.Select(r => new SessionProtocol.WrittenValue(r.TemporaryKey, r.Entity))]);
}
