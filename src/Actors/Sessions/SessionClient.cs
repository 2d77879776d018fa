using System.Diagnostics;
using Akka.Actor;
using AkkaOrm.Protocols;
using AkkaOrm.Telemetry;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Sessions;

/// <summary>Sends commands to a session actor and turns its answers into results and exceptions.</summary>
internal sealed class SessionClient(SessionHome home, UnitToken? unit)
{
    private int _savepoints;

    /// <param name="command">Just made: it is not anybody's yet.</param>
    /// <param name="staging">Whose staged changes go along; null for none.</param>
    /// <param name="read">Makes the result of the answer.</param>
    public Task<TResult> AskAsync<TCommand, TReply, TResult>(TCommand command, Session? staging, Func<TCommand, TReply, TResult> read, CancellationToken cancellationToken)
        where TCommand : Command where TReply : Reply
    {
        try
        {
            ThrowIfEnded();
            UnitScope.ThrowIfInside(home, unit);
            if (home.IsClosed) throw Closed();
            if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<TResult>(cancellationToken);
            command.Context = Context(staging?.TakePending());
            return Call(command, read, cancellationToken);
        }
        catch (Exception error)
        {
            return Task.FromException<TResult>(error);
        }
    }

    /// <summary>Gives the session back from a unit, which counts as ended for everyone else.</summary>
    public Task EndUnitAsync(UnitToken token)
    {
        if (home.IsClosed) return Task.CompletedTask;
        var end = new SessionMessages.EndUnit(token) { Context = new CommandContext { Call = home.NextCall(), Unit = token, Budget = home.Timeout } };
        return Call(end, static (SessionMessages.EndUnit _, SessionMessages.UnitEnded ended) => ended, CancellationToken.None);
    }

    public void Tell(Command command, Changes? pending)
    {
        command.Context = Context(pending);
        home.Actor.Tell(command, ActorRefs.NoSender);
    }

    public Task CloseAsync()
    {
        if (home.IsClosed) return Task.CompletedTask;
        home.IsClosed = true;
        return home.IsStarted ? Call(new Close(), static (Close _, Reply reply) => reply, CancellationToken.None) : Task.CompletedTask;
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

    private Task<TResult> Call<TCommand, TReply, TResult>(TCommand command, Func<TCommand, TReply, TResult> read, CancellationToken cancellationToken)
        where TCommand : Command where TReply : Reply
    {
        var call = new SessionCall<TCommand, TReply, TResult>(home, command, home.Actor, read);
        call.Send(CallDeadlines.Shared, cancellationToken);
        return call.Task;
    }

    private CommandContext Context(Changes? pending) => new()
    {
        Call = home.NextCall(),
        Unit = unit,
        Pending = pending,
        Budget = home.Timeout,
        TraceParent = Instruments.Activities.HasListeners() ? Activity.Current?.Id : null,
    };

    private SessionClosedException Closed() => new($"session \"{home.Name}\" is closed.");
}
