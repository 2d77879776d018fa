using Akka.Actor;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>A command, who sent it, and when it came (milliseconds of the node's monotonic clock).</summary>
internal sealed record QueuedCommand(SessionProtocol.Command Command, IActorRef Sender, long At)
{
    public object? Unit => Command.Context.Unit;

    /// <summary>What is left of a command that is not run: the changes that were staged with it; null when there are none.</summary>
    public QueuedCommand? WithoutCommand() => Command.Context is { Pending: { } pending, Unit: var unit }
        ? new(new SessionMessages.TakePending { Context = new CommandContext { Pending = pending, Unit = unit } }, ActorRefs.Nobody, At)
        : null;

    /// <summary>On the same clock; <see cref="long.MaxValue"/> without a limit.</summary>
    public long Deadline(TimeSpan? standard) => (Command.Context.Budget ?? standard) is { } limit ? At + (long)limit.TotalMilliseconds : long.MaxValue;
}

/// <summary>Commands in the order they came, and whose unit has the session: only that unit's are next. Pure.</summary>
internal sealed class CommandQueue
{
    private readonly LinkedList<QueuedCommand> _waiting = new();

    /// <summary>The unit that has the session; null when nobody's runs.</summary>
    public object? Active { get; private set; }
    public int Count => _waiting.Count;

    public void Add(QueuedCommand command) => _waiting.AddLast(command);

    /// <summary>Whether it would be next if it were added: then it need not be.</summary>
    public bool IsNext(QueuedCommand command) => _waiting.Count == 0 && (Active is null || Equals(command.Unit, Active));

    /// <summary>Takes the first command that may run now.</summary>
    public QueuedCommand? Next()
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (Active is not null && !Equals(node.Value.Unit, Active)) continue;
            _waiting.Remove(node);
            return node.Value;
        }
        return null;
    }

    public void Begin(object unit) => Active = unit;
    public void End() => Active = null;

    /// <summary>Takes a waiting command out, and leaves what was staged with it in its place. Null when it is not waiting, or is one that undoes or ends: that is always run.</summary>
    public QueuedCommand? Cancel(long call)
    {
        if (call == 0) return null;
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Command.Context.Call != call) continue;
            var cancelled = node.Value;
            if (cancelled.Command is SessionProtocol.Rollback or SessionProtocol.RollbackTo or SessionProtocol.Close or SessionMessages.EndUnit) return null;
            if (cancelled.WithoutCommand() is { } pending) node.Value = pending;
            else _waiting.Remove(node);
            return cancelled;
        }
        return null;
    }

    public IReadOnlyList<QueuedCommand> TakeAll()
    {
        QueuedCommand[] all = [.. _waiting];
        _waiting.Clear();
        return all;
    }
}
