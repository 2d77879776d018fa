using Akka.Actor;
using Xunit;

namespace AkkaOrm.Sessions;

public sealed class CommandQueueTests
{
    private static QueuedCommand Command(long call, object? unit = null) =>
        new(new SessionProtocol.Flush { Context = new CommandContext { Call = call, Unit = unit } }, ActorRefs.Nobody, 0);

    private static long? Next(CommandQueue queue) => queue.Next()?.Command.Context.Call;

    [Fact]
    public void Commands_come_in_the_order_they_were_added()
    {
        var queue = new CommandQueue();
        foreach (var call in new long[] { 1, 2, 3 }) queue.Add(Command(call));
        Assert.Equal([1, 2, 3, null], new[] { Next(queue), Next(queue), Next(queue), Next(queue) });
    }

    /// <summary>S13</summary>
    [Fact]
    public void While_a_unit_runs_only_its_own_commands_are_next()
    {
        var queue = new CommandQueue();
        var unit = new UnitToken();
        queue.Begin(unit);
        queue.Add(Command(1));
        queue.Add(Command(2, unit));
        queue.Add(Command(3, new UnitToken()));
        Assert.Equal(2, Next(queue));
        Assert.Null(Next(queue));
        queue.End();
        Assert.Equal([1, 3], new[] { Next(queue), Next(queue) });
    }

    [Fact]
    public void A_cancelled_command_leaves_and_the_others_stay()
    {
        var queue = new CommandQueue();
        foreach (var call in new long[] { 1, 2, 3 }) queue.Add(Command(call));
        Assert.Equal(2, queue.Cancel(2)!.Command.Context.Call);
        Assert.Null(queue.Cancel(2));
        Assert.Equal([1, 3, null], new[] { Next(queue), Next(queue), Next(queue) });
    }

    [Fact]
    public void What_undoes_or_ends_is_never_cancelled_and_neither_is_a_plain_message()
    {
        var queue = new CommandQueue();
        queue.Add(new QueuedCommand(new SessionProtocol.Rollback { Context = new CommandContext { Call = 1 } }, ActorRefs.Nobody, 0));
        queue.Add(new QueuedCommand(new SessionProtocol.Flush(), ActorRefs.Nobody, 0));
        Assert.Null(queue.Cancel(1));
        Assert.Null(queue.Cancel(0));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void What_was_staged_with_a_cancelled_command_keeps_its_place()
    {
        var queue = new CommandQueue();
        var pending = Desk.Model.Changes.Add(new Guest { Name = "Ann" });
        queue.Add(new QueuedCommand(new SessionProtocol.Commit { Context = new CommandContext { Call = 1, Pending = pending } }, ActorRefs.Nobody, 0));
        queue.Add(Command(2));
        Assert.IsType<SessionProtocol.Commit>(queue.Cancel(1)!.Command);
        Assert.Same(pending, Assert.IsType<Protocols.SessionMessages.TakePending>(queue.Next()!.Command).Context.Pending);
        Assert.Equal(2, Next(queue));
    }

    [Fact]
    public void A_deadline_is_the_commands_budget_else_the_sessions_else_never()
    {
        var limited = new QueuedCommand(new SessionProtocol.Flush { Context = new CommandContext { Budget = TimeSpan.FromSeconds(1) } }, ActorRefs.Nobody, 500);
        var plain = new QueuedCommand(new SessionProtocol.Flush(), ActorRefs.Nobody, 500);
        Assert.Equal(1_500, limited.Deadline(TimeSpan.FromSeconds(9)));
        Assert.Equal(9_500, plain.Deadline(TimeSpan.FromSeconds(9)));
        Assert.Equal(long.MaxValue, plain.Deadline(null));
    }
}
