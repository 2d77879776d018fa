using Akka.Actor;
using AkkaOrm.Protocols;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Sessions;

/// <summary>One command under way: the ref that its answer goes to and the caller's task, in place of an <c>Ask</c> with a timer of its own.</summary>
/// <remarks>
/// Ends once: by the answer, by the caller's giving up, or by <see cref="CallDeadlines"/>; what comes later is passed over. The caller goes
/// on on a thread of its own, never on the session's. A path is made, and known to the system, only for who asks for it:
/// in the log of a dead letter, or when the command leaves the node.
/// </remarks>
internal abstract class SessionCall(SessionHome home, Command command, IActorRef session) : MinimalActorRef
{
    // The session answers by the command's own deadline; this is for one that can't answer any more.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private protected readonly Command _command = command;
    private ActorPath? _path;
    private CancellationToken _token;
    private CancellationTokenRegistration _cancellation;
    private int _isOver;

    /// <summary>On the clock of <see cref="Environment.TickCount64"/>; <see cref="long.MaxValue"/>: nobody but the session ends it.</summary>
    public long Deadline { get; } = home.Timeout is { } limit ? Environment.TickCount64 + (long)limit.TotalMilliseconds + (long)Grace.TotalMilliseconds : long.MaxValue;

    /// <summary>Where <see cref="CallDeadlines"/> keeps it.</summary>
    public CallDeadlines.Stripe? Stripe { get; set; }
    public SessionCall? Next { get; set; }
    public SessionCall? Previous { get; set; }

    public override IActorRefProvider Provider => ((IInternalActorRef)session).Provider;
    public override bool IsTerminated => Volatile.Read(ref _isOver) != 0;

    public override ActorPath Path
    {
        get
        {
            if (_path is { } known) return known;
            var made = Provider.TempPath();
            if (Interlocked.CompareExchange(ref _path, made, null) is { } other) return other;
            Provider.RegisterTempActor(this, made);
            if (IsTerminated) Provider.UnregisterTempActor(made);
            return made;
        }
    }

    public void Send(CallDeadlines deadlines, CancellationToken cancellationToken)
    {
        if (Deadline != long.MaxValue) deadlines.Add(this);
        _token = cancellationToken;
        session.Tell(_command, this);
        if (!cancellationToken.CanBeCanceled) return;
        _cancellation = cancellationToken.UnsafeRegister(static call => ((SessionCall)call!).CallerGaveUp(), this);
        Interlocked.MemoryBarrier();
        if (IsTerminated) _cancellation.Unregister();
    }

    /// <summary>The answer did not come at all: the session does not live, or does not work.</summary>
    public void Expire()
    {
        if (!TryEnd()) return;
        Cancel();
        var text = $"was not answered within {home.Timeout!.Value.TotalMilliseconds:0} ms by session \"{home.Name}\"";
        Fail(_command is Commit ? new CommitInDoubtException($"CommitAsync {text}: the unit is in the database, or it is not.") : new DeadlineExceededException($"{_command.Label} {text}."));
    }

    /// <summary>Takes the answer to the caller.</summary>
    protected abstract void Answered(object answer);
    protected abstract void Fail(Exception error);
    protected abstract void GaveUp(CancellationToken token);

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (!TryEnd()) return;
        if (message is Failed { Error: DeadlineExceededException } && IsHeardToTheEnd && _token.IsCancellationRequested) GaveUp(_token);
        else if (message is Status.Failure { Cause: { } cause }) Fail(cause);
        else Answered(message);
    }

    // What writes has an outcome: a caller who gives up stops it where that is still possible, and learns how it ended.
    private bool IsHeardToTheEnd =>
        _command is Commit or Rollback or Flush or Execute or Begin or SetSavepoint or RollbackTo or ReleaseSavepoint or SessionMessages.BeginUnit;

    private void CallerGaveUp()
    {
        if (IsHeardToTheEnd)
        {
            if (!IsTerminated) Cancel();
        }
        else if (TryEnd())
        {
            Cancel();
            GaveUp(_token);
        }
    }

    private void Cancel()
    {
        if (_command.Context.Call != 0) session.Tell(new SessionMessages.CancelCommand(_command.Context.Call), ActorRefs.NoSender);
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0) return false;
        Stripe?.Remove(this);
        _cancellation.Unregister();
        if (Volatile.Read(ref _path) is { } path) Provider.UnregisterTempActor(path);
        return true;
    }
}

/// <summary>What the caller awaits.</summary>
/// <param name="read">Makes the result of the answer, or throws: quick and our own, for it runs on the session's thread.</param>
internal sealed class SessionCall<TCommand, TReply, TResult>(SessionHome home, TCommand command, IActorRef session, Func<TCommand, TReply, TResult> read) : SessionCall(home, command, session)
    where TCommand : Command where TReply : Reply
{
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Task => _result.Task;

    protected override void Answered(object answer)
    {
        try
        {
            _result.TrySetResult(answer switch
            {
                TReply reply => read((TCommand)_command, reply),
                Failed failed => throw failed.Error,
                _ => throw new SessionFaultedException($"{_command.Label} was answered with {answer.GetType().Name}."),
            });
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    protected override void Fail(Exception error) => _result.TrySetException(error);
    protected override void GaveUp(CancellationToken token) => _result.TrySetCanceled(token);
}
