using System.Diagnostics;
using Akka.Actor;
using AkkaOrm.Protocols;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Sessions;

/// <summary>Sends commands to a session actor and turns its answers into results and exceptions.</summary>
internal sealed class SessionClient(SessionHome home, UnitToken? unit)
{
    // The session answers by the command's own deadline; this is for one that can't answer any more.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static long s_calls;
    private int _savepoints;

    public bool IsEnded => unit?.Ended is not null;

    public async Task<TReply> AskAsync<TReply>(Command command, Func<Changes?>? pending, CancellationToken cancellationToken) where TReply : Reply
    {
        ThrowIfEnded();
        UnitScope.ThrowIfInside(home, unit);
        if (home.IsClosed) throw Closed();
        cancellationToken.ThrowIfCancellationRequested();
        var sent = command with { Context = Context(pending?.Invoke()) };
        var reply = sent is Commit or Rollback or Flush or Execute or Begin or SetSavepoint or RollbackTo or ReleaseSavepoint or SessionMessages.BeginUnit
            ? await AskToTheEnd(sent, cancellationToken).ConfigureAwait(false)
            : await Ask(sent, cancellationToken).ConfigureAwait(false);
        return reply switch
        {
            TReply expected => expected,
            Failed failed => throw failed.Error,
            _ => throw new SessionFaultedException($"{sent.Label} was answered with {reply.GetType().Name}."),
        };
    }

    /// <summary>Gives the session back from a unit, which counts as ended for everyone else.</summary>
    public async Task EndUnitAsync(UnitToken token)
    {
        if (home.IsClosed) return;
        var end = new SessionMessages.EndUnit(token) { Context = new CommandContext { Call = Interlocked.Increment(ref s_calls), Unit = token, Budget = home.Timeout } };
        if (await Ask(end, CancellationToken.None).ConfigureAwait(false) is Failed failed) throw failed.Error;
    }

    public void Tell(Command command, Changes? pending) => home.Actor.Tell(command with { Context = Context(pending) }, ActorRefs.NoSender);

    public async Task CloseAsync()
    {
        if (home.IsClosed) return;
        home.IsClosed = true;
        if (home.IsStarted) await Ask(new Close(), CancellationToken.None).ConfigureAwait(false);
    }

    public void TellClose()
    {
        if (home.IsClosed) return;
        home.IsClosed = true;
        if (home.IsStarted) home.Actor.Tell(new Close(), ActorRefs.NoSender);
    }

    public void ThrowIfEnded()
    {
        if (unit?.Ended is { } how)
            throw new SessionClosedException($"this unit was {how} by its own code: nothing more can be done in it.") { Hint = "let RunAsync commit at the end, or make the explicit commit or rollback the last thing the code does" };
    }

    public void UnitCommitted()
    {
        if (unit is not null) unit.Ended = "committed";
    }

    public void UnitRolledBack()
    {
        if (unit is not null) unit.Ended = "rolled back";
    }

    public string NextSavepoint() => $"s{Interlocked.Increment(ref _savepoints)}";

    private CommandContext Context(Changes? pending) => new()
    {
        Call = Interlocked.Increment(ref s_calls),
        Unit = unit,
        Pending = pending,
        Budget = home.Timeout,
        TraceParent = Activity.Current?.Id,
    };

    private async Task<object> Ask(Command command, CancellationToken cancellationToken)
    {
        try
        {
            return home.Timeout is { } limit
                ? await home.Actor.Ask<object>(command, limit + Grace, cancellationToken).ConfigureAwait(false)
                : await home.Actor.Ask<object>(command, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            GiveUp(command);
            throw;
        }
        catch (AskTimeoutException)
        {
            GiveUp(command);
            if (command is Commit) throw new CommitInDoubtException($"CommitAsync was not answered within {home.Timeout!.Value.TotalMilliseconds:0} ms by session \"{home.Name}\": the unit is in the database, or it is not.");
            throw new DeadlineExceededException($"{command.Label} was not answered within {home.Timeout!.Value.TotalMilliseconds:0} ms by session \"{home.Name}\".");
        }
    }

    // What writes has an outcome: a caller who gives up stops it where that is still possible, and learns how it ended.
    private async Task<object> AskToTheEnd(Command command, CancellationToken cancellationToken)
    {
        await using var giveUp = cancellationToken.UnsafeRegister(static state =>
        {
            var (client, given) = ((SessionClient, Command))state!;
            client.GiveUp(given);
        }, (this, command)).ConfigureAwait(false);
        var reply = await Ask(command, CancellationToken.None).ConfigureAwait(false);
        if (reply is Failed { Error: DeadlineExceededException } && cancellationToken.IsCancellationRequested) throw new OperationCanceledException(cancellationToken);
        return reply;
    }

    private void GiveUp(Command command)
    {
        if (command.Context.Call != 0) home.Actor.Tell(new SessionMessages.CancelCommand(command.Context.Call), ActorRefs.NoSender);
    }

    private SessionClosedException Closed() => new($"session \"{home.Name}\" is closed.");
}
