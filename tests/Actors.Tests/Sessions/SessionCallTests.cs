using Akka.Actor;
using Akka.TestKit;
using AkkaOrm.Protocols;
using Xunit;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Sessions;

/// <summary>What a caller gets of a command, whatever becomes of the session: one outcome, and nothing is kept of it.</summary>
public sealed class SessionCallTests : Akka.TestKit.Xunit2.TestKit
{
    private readonly CallDeadlines _deadlines = new();
    private readonly TestProbe _session;

    public SessionCallTests() => _session = CreateTestProbe("session");

    [Fact(Timeout = 20_000)]
    public async Task An_answer_is_the_result_and_nothing_is_left_of_the_call()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        await _session.ExpectMsgAsync<Execute>();
        Assert.Equal(1, _deadlines.Count);
        _session.Reply(new Executed(7));
        Assert.Equal(7, await call.Task);
        Assert.Equal(0, _deadlines.Count);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_failure_is_thrown()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        var execute = await _session.ExpectMsgAsync<Execute>();
        var error = new StatementException("no.");
        _session.Reply(Failed.For(execute, error));
        Assert.Same(error, await Assert.ThrowsAsync<StatementException>(() => call.Task));
    }

    [Fact(Timeout = 20_000)]
    public async Task Another_answer_than_the_commands_own_is_a_defect()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        await _session.ExpectMsgAsync<Execute>();
        _session.Reply(new Detached());
        Assert.Contains("Detached", (await Assert.ThrowsAsync<SessionFaultedException>(() => call.Task)).Problem, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_failed_status_is_its_cause()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        await _session.ExpectMsgAsync<Execute>();
        _session.Reply(new Status.Failure(new InvalidOperationException("scripted")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.Task);
    }

    [Fact(Timeout = 20_000)]
    public async Task The_caller_goes_on_on_another_thread_than_the_sessions()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        var answered = 0;
        var wentOn = call.Task.ContinueWith(_ => Volatile.Read(ref answered), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await _session.ExpectMsgAsync<Execute>();
        ManualResetEventSlim released = new();
        var after = call.Task.ContinueWith(_ => released.Wait(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        // Would never return if the caller's code ran here.
        call.Tell(new Executed(1), _session);
        released.Set();
        await Task.WhenAll(wentOn, after);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_call_that_nobody_answers_ends_with_the_look_after_its_deadline()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        var sent = await _session.ExpectMsgAsync<Execute>();
        _deadlines.Expire(call.Deadline - 1);
        Assert.False(call.Task.IsCompleted);
        _deadlines.Expire(call.Deadline);
        Assert.Contains("\"given\"", (await Assert.ThrowsAsync<DeadlineExceededException>(() => call.Task)).Problem, StringComparison.Ordinal);
        Assert.Equal(sent.Context.Call, (await _session.ExpectMsgAsync<SessionMessages.CancelCommand>()).Call);
        Assert.Equal(0, _deadlines.Count);
    }

    /// <summary>S8</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_commit_that_nobody_answers_is_in_doubt()
    {
        var call = Send(new Commit(), static (Commit _, Committed committed) => committed, CancellationToken.None);
        await _session.ExpectMsgAsync<Commit>();
        _deadlines.Expire(call.Deadline);
        await Assert.ThrowsAsync<CommitInDoubtException>(() => call.Task);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_session_without_a_time_limit_is_waited_for()
    {
        var call = Execute(timeout: null);
        await _session.ExpectMsgAsync<Execute>();
        _deadlines.Expire(long.MaxValue - 1);
        Assert.Equal((0, false), (_deadlines.Count, call.Task.IsCompleted));
        _session.Reply(new Executed(1));
        Assert.Equal(1, await call.Task);
    }

    /// <summary>S12</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_read_whose_caller_gives_up_ends_at_once_and_the_session_hears_of_it()
    {
        using var cancel = new CancellationTokenSource();
        var call = Send(new Find<Guest>(1), static (Find<Guest> _, Found<Guest> found) => found.Entity, cancel.Token);
        await _session.ExpectMsgAsync<Find<Guest>>();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Task);
        await _session.ExpectMsgAsync<SessionMessages.CancelCommand>();
        Assert.True(call.Task.IsCanceled);
        Assert.Equal(0, _deadlines.Count);
    }

    /// <summary>S12</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_write_whose_caller_gives_up_is_stopped_and_still_says_how_it_ended()
    {
        using var cancel = new CancellationTokenSource();
        var call = Send(new Commit(), static (Commit _, Committed committed) => committed, cancel.Token);
        var commit = await _session.ExpectMsgAsync<Commit>();
        await cancel.CancelAsync();
        await _session.ExpectMsgAsync<SessionMessages.CancelCommand>();
        Assert.False(call.Task.IsCompleted);
        call.Tell(Committed.For(commit), _session);
        await call.Task;
    }

    /// <summary>S12</summary>
    [Fact(Timeout = 20_000)]
    public async Task A_write_that_was_stopped_in_time_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var call = Send(new Commit(), static (Commit _, Committed committed) => committed, cancel.Token);
        var commit = await _session.ExpectMsgAsync<Commit>();
        await cancel.CancelAsync();
        await _session.ExpectMsgAsync<SessionMessages.CancelCommand>();
        call.Tell(Failed.For(commit, new DeadlineExceededException("stopped.")), _session);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Task);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_late_answer_and_a_late_cancel_change_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var call = Send(new Find<Guest>(1), static (Find<Guest> _, Found<Guest> found) => found.Entity, cancel.Token);
        await _session.ExpectMsgAsync<Find<Guest>>();
        var guest = new Guest { Id = 1, Name = "Ann" };
        _session.Reply(new Found<Guest>(guest));
        await cancel.CancelAsync();
        call.Tell(new Found<Guest>(null), _session);
        _deadlines.Expire(call.Deadline);
        Assert.Same(guest, await call.Task);
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact(Timeout = 20_000)]
    public async Task It_is_found_by_its_path_until_it_is_over()
    {
        var call = Execute(TimeSpan.FromSeconds(30));
        await _session.ExpectMsgAsync<Execute>();
        var provider = ((ExtendedActorSystem)Sys).Provider;
        Assert.Equal("temp", call.Path.Elements[0]);
        Assert.Same(call, provider.ResolveActorRef(call.Path));
        provider.ResolveActorRef(call.Path).Tell(new Executed(3), _session);
        Assert.Equal(3, await call.Task);
        Assert.NotSame(call, provider.ResolveActorRef(call.Path));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_command_to_a_session_that_has_ended_is_answered()
    {
        AkkaOrmExtension.Of(Sys);
        Watch(_session);
        Sys.Stop(_session);
        await ExpectTerminatedAsync(_session);
        var call = Execute(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<SessionClosedException>(() => call.Task);
        Assert.Equal(0, _deadlines.Count);
    }

    [Fact(Timeout = 20_000)]
    public async Task Many_calls_from_many_threads_all_end_and_none_is_kept()
    {
        _session.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            if (message is Execute) sender.Tell(new Executed(1), _session);
            return AutoPilot.KeepRunning;
        }));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var sum = 0;
            for (var i = 0; i < 500; i++) sum += await Execute(TimeSpan.FromSeconds(30)).Task;
            return sum;
        })));
        Assert.Equal(4_000, all.Sum());
        Assert.Equal(0, _deadlines.Count);
    }

    private SessionCall<Execute, Executed, int> Execute(TimeSpan? timeout) =>
        Send(new Execute($"select 1"), static (Execute _, Executed executed) => executed.Rows, CancellationToken.None, timeout);

    private SessionCall<TCommand, TReply, TResult> Send<TCommand, TReply, TResult>(TCommand command, Func<TCommand, TReply, TResult> read, CancellationToken token)
        where TCommand : Command where TReply : Reply => Send(command, read, token, TimeSpan.FromSeconds(30));

    private SessionCall<TCommand, TReply, TResult> Send<TCommand, TReply, TResult>(TCommand command, Func<TCommand, TReply, TResult> read, CancellationToken token, TimeSpan? timeout)
        where TCommand : Command where TReply : Reply
    {
        command.Context = new CommandContext { Call = 1 };
        var call = new SessionCall<TCommand, TReply, TResult>(new Given(timeout), command, _session, read);
        call.Send(_deadlines, token);
        return call;
    }

    private sealed class Given(TimeSpan? timeout) : SessionHome(Desk.Model, timeout)
    {
        public override string Name => "given";
        protected override bool OutlivesHandles => true;
        public override Session OpenSibling() => throw new NotSupportedException();
        protected override IActorRef Start() => throw new NotSupportedException();
    }
}
