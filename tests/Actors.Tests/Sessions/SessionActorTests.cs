using Akka.Actor;
using AkkaOrm.Testing;
using Xunit;
using static AkkaOrm.Query;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Sessions;

/// <summary>A session over a scripted connection: what it sends, and what it answers when that fails.</summary>
public sealed class SessionActorTests() : OrmTestKit(Desk.Model)
{
    private static readonly Guest Ann = new() { Id = 1, Name = "Ann", Nights = 2 };

    /// <summary>S8</summary>
    [Fact]
    public async Task A_commit_in_doubt_is_told_until_Rollback_and_never_sent_again()
    {
        Database.OnFind<Guest>(1).Returns(Ann).Times(2);
        Database.OnCommit().Fails(new CommitInDoubtException("the connection was lost after COMMIT was sent."));
        await using var session = Orm.OpenSession();
        var ann = await session.GetAsync<Guest>(1);
        session.Update(ann, x => x with { Nights = 3 });
        var doubt = await Assert.ThrowsAsync<CommitInDoubtException>(() => session.CommitAsync());
        Assert.Same(doubt, await Assert.ThrowsAsync<CommitInDoubtException>(() => session.CommitAsync()));
        Assert.Same(doubt, await Assert.ThrowsAsync<CommitInDoubtException>(() => session.FindAsync<Guest>(1)));
        await session.RollbackAsync();
        Assert.Equal(2, (await session.GetAsync<Guest>(1)).Nights);
        Database.AssertStatements("SELECT", "BEGIN", "UPDATE \"guest\"", "COMMIT", "SELECT");
    }

    /// <summary>S2, S7</summary>
    [Fact]
    public async Task After_Commit_a_row_is_read_again()
    {
        Database.OnFind<Guest>(1).Returns(Ann).Times(2);
        await using var session = Orm.OpenSession();
        await session.GetAsync<Guest>(1);
        await session.GetAsync<Guest>(1);
        await session.CommitAsync();
        await session.GetAsync<Guest>(1);
        Database.AssertFinished();
        Database.AssertStatements("SELECT", "SELECT");
    }

    /// <summary>S8</summary>
    [Fact]
    public async Task A_failed_commit_moves_nothing_and_can_be_mended()
    {
        Database.OnInsert<Guest>().Fails(new ConstraintViolationException(ConstraintKind.Unique, "guest_name_key"));
        await using var session = Orm.OpenSession();
        var added = session.Add(new Guest { Name = "Ann" });
        await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
        Assert.Equal(1, session.Staged.Count);
        var stored = (await session.CommitAsync()).Of(added);
        Assert.Equal(1, stored.Id);
        Database.AssertStatements("BEGIN", "INSERT INTO \"guest\"", "ROLLBACK", "BEGIN", "INSERT INTO \"guest\"", "COMMIT");
    }

    [Fact]
    public async Task A_commit_message_that_fails_leaves_what_was_staged_before_it()
    {
        Database.OnInsert<Guest>().Fails(new ConstraintViolationException(ConstraintKind.Unique, "guest_name_key"));
        var session = Orm.OpenSession(owner: TestActor).Ref;
        session.Tell(new Stage(Orm.Changes.Add(new Guest { Name = "before" })), TestActor);
        await ExpectMsgAsync<Staged>();
        session.Tell(new Commit(Orm.Changes.Add(new Guest { Name = "with it" })), TestActor);
        await ExpectMsgAsync<Failed>();
        session.Tell(new Commit(), TestActor);
        var committed = await ExpectMsgAsync<Committed>();
        Assert.Equal("before", Assert.Single(committed.All<Guest>()).Name);
    }

    [Fact]
    public async Task An_open_transaction_is_begun_kept_and_ended_by_one_COMMIT()
    {
        await using var session = Orm.OpenSession();
        await using var transaction = await session.BeginAsync(UnitOptions.Serializable);
        session.Add(new Guest { Name = "Ann" });
        await session.FlushAsync();
        session.Add(new Guest { Name = "Bob" });
        await transaction.CommitAsync();
        Database.AssertStatements("BEGIN ISOLATION LEVEL SERIALIZABLE", "INSERT", "INSERT", "COMMIT");
        Database.AssertFinished();
    }

    [Fact]
    public async Task A_unit_with_an_isolation_level_begins_with_its_first_read()
    {
        Database.OnFind<Guest>(1).Returns(Ann);
        await Orm.RunAsync(UnitOptions.RepeatableRead, async unit =>
        {
            var ann = await unit.GetAsync<Guest>(1);
            unit.Update(ann, x => x with { Nights = 9 });
            return 0;
        });
        Database.AssertStatements("BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT", "UPDATE", "COMMIT");
    }

    [Fact]
    public async Task A_unit_that_throws_is_rolled_back_in_words()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Orm.RunAsync(async unit =>
        {
            unit.Add(new Guest { Name = "Ann" });
            await unit.FlushAsync();
            throw new InvalidOperationException("mine");
        }));
        Database.AssertStatements("BEGIN", "INSERT", "ROLLBACK");
        Database.AssertFinished();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task Retry_runs_the_unit_as_often_as_it_says_and_only_for_conflicts(int retries)
    {
        Database.OnCommit().Fails(new SerializationFailureException("conflict")).Times(retries + 1);
        var runs = 0;
        await Assert.ThrowsAsync<SerializationFailureException>(() => Orm.RetryAsync(UnitOptions.Default with { Retries = retries }, unit =>
        {
            runs++;
            unit.Add(new Guest { Name = "Ann" });
            return Task.FromResult(0);
        }));
        Assert.Equal(retries + 1, runs);
    }

    [Fact]
    public async Task A_commit_in_doubt_is_never_retried()
    {
        Database.OnCommit().Fails(new CommitInDoubtException("lost"));
        var runs = 0;
        await Assert.ThrowsAsync<CommitInDoubtException>(() => Orm.RetryAsync(unit =>
        {
            runs++;
            unit.Add(new Guest { Name = "Ann" });
            return Task.FromResult(0);
        }));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_refused_change_takes_no_other_along_and_a_command_nobody_waits_for_does_not_swallow_it()
    {
        await using var session = Orm.OpenSession();
        session.Update(new Guest { Id = 7, Name = "never loaded" });
        session.Add(new Guest { Name = "good" });
        session.Detach(new Guest { Id = 99, Name = "nobody" });
        await Assert.ThrowsAsync<NotTrackedException>(() => session.CommitAsync());
        Assert.Equal("good", Assert.Single((await session.CommitAsync()).All<Guest>()).Name);
    }

    [Fact]
    public async Task A_long_queue_of_commands_that_are_answered_from_memory_is_no_deep_stack()
    {
        Database.OnFind<Guest>(1).Returns(Ann).After(TimeSpan.FromMilliseconds(100));
        var session = Orm.OpenSession(owner: TestActor).Ref;
        const int many = 900;
        for (var i = 0; i < many; i++) session.Tell(new Find<Guest>(1) { Tag = i }, TestActor);
        for (var i = 0; i < many; i++) Assert.Equal(i, (await ExpectMsgAsync<Found<Guest>>()).Tag);
        Assert.Single(Database.Statements);
    }

    [Fact]
    public async Task A_session_whose_queue_is_full_refuses_and_still_hears_Close()
    {
        Database.OnFind<Guest>(1).Returns(Ann).After(TimeSpan.FromSeconds(20));
        var session = Orm.OpenSession(owner: TestActor).Ref;
        for (var i = 0; i < 1010; i++) session.Tell(new Find<Guest>(1) { Tag = i }, TestActor);
        var refused = await ExpectMsgAsync<Failed>();
        Assert.IsType<OverloadedException>(refused.Error);
        Assert.Equal(1001, refused.Tag);
        Sys.Stop(session);
    }

    [Fact]
    public async Task A_cancelled_call_that_waits_is_told_and_not_started()
    {
        Database.OnFind<Guest>(1).Returns(Ann).After(TimeSpan.FromMilliseconds(200));
        await using var session = Orm.OpenSession();
        var running = session.GetAsync<Guest>(1);
        using var cancel = new CancellationTokenSource();
        session.Add(new Guest { Name = "Bob" });
        var commit = session.CommitAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        Assert.Equal("Ann", (await running).Name);
        Assert.DoesNotContain(Database.Statements, s => s.Sql.Contains("INSERT", StringComparison.Ordinal));
        Assert.Equal("Bob", Assert.Single((await session.CommitAsync()).All<Guest>()).Name);
    }

    [Fact]
    public async Task What_is_staged_survives_a_call_whose_token_was_cancelled_before_it()
    {
        await using var session = Orm.OpenSession();
        session.Add(new Guest { Name = "Bob" });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.CommitAsync(new CancellationToken(canceled: true)));
        Assert.Equal(1, (await session.CommitAsync()).RowsAffected);
    }

    [Fact]
    public async Task A_session_killed_while_its_commit_is_under_way_says_that_nobody_knows()
    {
        Database.OnCommit().After(TimeSpan.FromSeconds(1));
        var session = Orm.OpenSession(owner: TestActor).Ref;
        session.Tell(new Commit(Orm.Changes.Add(new Guest { Name = "Ann" })), TestActor);
        await AwaitConditionAsync(() => Task.FromResult(Database.Statements.Count > 0));
        Sys.Stop(session);
        Assert.IsType<CommitInDoubtException>((await ExpectMsgAsync<Failed>()).Error);
    }

    [Fact]
    public async Task An_isolation_level_PostgreSQL_does_not_have_holds_nothing()
    {
        await using var session = Orm.OpenSession();
        await Assert.ThrowsAsync<StatementException>(() => session.BeginAsync(new UnitOptions { Isolation = System.Data.IsolationLevel.Chaos }));
        session.Add(new Guest { Name = "Ann" });
        await session.CommitAsync();
        Database.AssertStatements("BEGIN", "INSERT", "COMMIT");
    }

    [Fact]
    public async Task A_transaction_reads_again_what_was_read_before_it()
    {
        Database.OnFind<Guest>(1).Returns(Ann).Times(2);
        await using var session = Orm.OpenSession();
        await session.GetAsync<Guest>(1);
        await using (await session.BeginAsync(UnitOptions.RepeatableRead)) await session.GetAsync<Guest>(1);
        Database.AssertStatements("SELECT", "BEGIN", "SELECT", "ROLLBACK");
    }

    [Fact]
    public async Task A_stream_declares_fetches_and_ends_its_own_transaction()
    {
        var query = From<Guest>().OrderBy(g => g.Id);
        Database.On(query).Returns(Ann, Ann with { Id = 2, Name = "Bob" }, Ann with { Id = 3, Name = "Cy" });
        await using var session = Orm.OpenSession();
        Assert.Equal(["Ann", "Bob", "Cy"], await session.Stream(query, pageSize: 2).Select(g => g.Name).ToListAsync());
        Database.AssertStatements("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "DECLARE", "FETCH FORWARD 2", "FETCH FORWARD 2", "ROLLBACK");
    }

    [Fact]
    public async Task An_idle_session_ends_when_its_time_is_over_and_tells_those_who_come_late()
    {
        var session = Orm.OpenSession(new SessionOptions { IdleTimeout = TimeSpan.FromMilliseconds(20) }).Ref;
        session.Tell(new Commit(), TestActor);
        await ExpectMsgAsync<Committed>();
        var watcher = CreateTestProbe();
        await watcher.WatchAsync(session);
        await AwaitConditionAsync(() =>
        {
            session.Tell(Protocols.SessionMessages.IdleCheck.Instance);
            return Task.FromResult(watcher.HasMessages);
        });
        session.Tell(new Find<Guest>(1), TestActor);
        Assert.IsType<SessionClosedException>((await ExpectMsgAsync<Failed>()).Error);
    }

    [Fact]
    public async Task A_handle_that_is_collected_ends_its_session_and_its_transaction()
    {
        var session = Abandoned();
        await WatchAsync(await session);
        await AwaitConditionAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(Database.Statements.Any(s => s.Sql == "ROLLBACK"));
        }, TimeSpan.FromSeconds(20));
        await ExpectTerminatedAsync(await session);

        async Task<IActorRef> Abandoned()
        {
            var handle = Orm.OpenSession();
            await handle.BeginAsync();
            // Children of the parents, found by name: the handle's own reference would keep the session for the user.
            return await Sys.ActorSelection("/user/akka-orm-sessions-*/s1").ResolveOne(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_handle_that_is_collected_during_a_call_does_not_end_the_call()
    {
        Database.OnFind<Guest>(1).Returns(Ann).After(TimeSpan.FromMilliseconds(200));
        var call = Begun();
        while (!call.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }
        Assert.Equal("Ann", (await call).Name);

        Task<Guest> Begun() => Orm.OpenSession().GetAsync<Guest>(1);
    }

    [Fact]
    public async Task Commands_behind_the_last_page_of_a_stream_are_answered()
    {
        var query = From<Guest>().OrderBy(g => g.Id);
        Database.On(query).Returns(Ann);
        Database.OnFind<Guest>(1).Returns(Ann);
        var session = Orm.OpenSession(owner: TestActor).Ref;
        session.Tell(new OpenStream(query, PageSize: 2), TestActor);
        session.Tell(new CloseStream(), TestActor);
        session.Tell(new NextPage(), TestActor);
        session.Tell(new Find<Guest>(1), TestActor);
        Assert.True((await ExpectMsgAsync<Page<Guest>>()).IsLast);
        await ExpectMsgAsync<StreamClosed>();
        Assert.IsType<StatementException>((await ExpectMsgAsync<Failed>()).Error);
        await ExpectMsgAsync<Found<Guest>>();
    }

    [Fact]
    public async Task A_stream_that_fails_between_its_pages_never_answers_the_command_that_runs()
    {
        var stream = CreateTestProbe();
        var query = From<Guest>().OrderBy(g => g.Id);
        Database.On(query).Returns(Ann, Ann with { Id = 2, Name = "Bob" });
        Database.OnCommit().After(TimeSpan.FromMilliseconds(200));
        var session = Orm.OpenSession(owner: TestActor).Ref;
        session.Tell(new OpenStream(query, PageSize: 1), TestActor);
        await ExpectMsgAsync<Page<Guest>>();
        session.Tell(new Commit(Orm.Changes.Add(new Guest { Name = "Cy" })) { Tag = "commit" }, TestActor);
        var cursor = await Sys.ActorSelection(session.Path / "*").ResolveOne(TimeSpan.FromSeconds(5));
        session.Tell(new Protocols.StreamProtocol.Answer(new Failed(new ConnectionLostException("lost"), "NextPage"), IsOver: true), cursor);
        session.Tell(new Protocols.StreamProtocol.Answer(new Failed(new ConnectionLostException("a stranger's"), "NextPage"), IsOver: true), stream);
        Assert.Equal("commit", (await ExpectMsgAsync<Committed>()).Tag);
        session.Tell(new NextPage(), TestActor);
        Assert.Equal("lost", (await ExpectMsgAsync<Failed>()).Error.Problem);
    }

    [Fact]
    public async Task A_unit_of_its_own_time_limit_ends_what_takes_longer()
    {
        Database.OnFind<Guest>(1).Returns(Ann).After(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<DeadlineExceededException>(() => Orm.RunAsync(new UnitOptions { Timeout = TimeSpan.FromMilliseconds(100) }, unit => unit.GetAsync<Guest>(1)));
    }

    [Fact]
    public void An_owner_that_lives_for_one_answer_only_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Orm.OpenSession(ActorRefs.Nobody));
        var inbox = Inbox.Create(Sys);
        Assert.NotNull(Orm.OpenSession(inbox.Receiver));
    }

    [Fact]
    public async Task A_session_that_has_its_first_message_when_the_Orm_has_stopped_is_closed()
    {
        await using var session = Orm.OpenSession();
        await Orm.StopAsync();
        await Assert.ThrowsAsync<SessionClosedException>(() => session.FindAsync<Guest>(1));
    }

    [Fact]
    public async Task The_longest_timeout_there_is_is_one()
    {
        Database.OnFind<Guest>(1).Returns(Ann);
        await using var session = Orm.OpenSession(new SessionOptions { Timeout = TimeSpan.MaxValue });
        Assert.Equal("Ann", (await session.GetAsync<Guest>(1)).Name);
    }
}
