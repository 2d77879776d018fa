using Akka.Actor;
using Xunit;
using Xunit.Sdk;
using static AkkaOrm.Query;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm.Testing;

/// <summary>Real sessions, plans, router and connection actors over a scripted PostgreSQL.</summary>
public sealed class ScriptedConnectionTests() : OrmTestKit(Travel.Model)
{
    private static readonly Traveler Ann = new() { Id = 1, Name = "Ann", Age = 35 };

    [Fact]
    public async Task A_refused_insert_rolls_back()
    {
        Database.OnInsert<Traveler>().Fails(new ConstraintViolationException(ConstraintKind.Unique, "traveler_name_key"));
        var session = Orm.OpenSession();
        session.Add(new Traveler { Name = "Ann" });
        await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
        Database.AssertStatements("BEGIN", "INSERT INTO \"traveler\"", "ROLLBACK");
        Database.AssertFinished();
    }

    [Fact]
    public async Task What_was_found_is_not_read_again()
    {
        Database.OnFind<Traveler>(1).Returns(Ann);
        var session = Orm.OpenSession(owner: TestActor).Ref;
        session.Tell(new Find<Traveler>(1), TestActor);
        await ExpectMsgAsync(new Found<Traveler>(Ann));
        session.Tell(new Find<Traveler>(1), TestActor);
        await ExpectMsgAsync(new Found<Traveler>(Ann));
        Assert.Single(Database.Statements);
    }

    [Fact]
    public async Task An_insert_without_a_script_is_stored_with_keys_defaults_and_version()
    {
        var session = Orm.OpenSession();
        var (ann, bob) = (session.Add(new Traveler { Name = "Ann" }), session.Add(new Traveler { Name = "Bob" }));
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var committed = await session.CommitAsync();
        Assert.Equal([(1, "Ann"), (2, "Bob")], new[] { ann, bob }.Select(committed.Of).Select(t => (t.Id, t.Name)));
        Assert.InRange(committed.Of(ann).CreatedAt, before, DateTimeOffset.UtcNow);
        Database.AssertStatements("BEGIN", "INSERT INTO \"traveler\"", "COMMIT");
        Assert.Equal(2, Database.Statements[1].Rows);
    }

    [Fact]
    public async Task A_graph_is_stored_with_the_keys_of_its_parents()
    {
        var session = Orm.OpenSession();
        var ann = session.Add(new Traveler { Name = "Ann", Destination = new Country { Code = "NO" } });
        var stored = (await session.CommitAsync()).Of(ann);
        Assert.Equal(1, stored.DestinationId);
        Database.AssertStatements("BEGIN", "INSERT INTO \"country\"", "INSERT INTO \"traveler\"", "COMMIT");
    }

    [Fact]
    public async Task An_insert_answers_the_rows_of_its_script_and_what_they_leave_out_is_made_up()
    {
        Database.OnInsert<Traveler>().Returns(new Traveler { Name = "ANN", Age = 7, CreatedAt = DateTimeOffset.UnixEpoch });
        var session = Orm.OpenSession();
        var ann = session.Add(new Traveler { Name = "Ann" });
        var stored = (await session.CommitAsync()).Of(ann);
        Assert.Equal((1, "ANN", 7, DateTimeOffset.UnixEpoch), (stored.Id, stored.Name, stored.Age, stored.CreatedAt));
    }

    [Fact]
    public async Task An_update_without_a_script_is_stored_over_what_was_shown()
    {
        Database.OnFind<Traveler>(1).Returns(Ann);
        var session = Orm.OpenSession();
        var ann = await session.GetAsync<Traveler>(1);
        session.Update(ann, x => x with { Age = 36 });
        Assert.Equal(Ann with { Age = 36 }, (await session.CommitAsync()).Of(ann));
        Database.AssertStatements("SELECT", "BEGIN", "UPDATE \"traveler\"", "COMMIT");
    }

    [Fact]
    public async Task A_version_that_is_shown_counts_up()
    {
        var session = Orm.OpenSession();
        var id = Guid.NewGuid();
        var added = session.Add(new Ticket { Id = id, Seat = "1A" });
        var ticket = (await session.CommitAsync()).Of(added);
        session.Update(ticket, x => x with { Seat = "1B" });
        Assert.Equal(new Ticket { Id = id, Seat = "1B", Version = ticket.Version + 1 }, (await session.CommitAsync()).Of(ticket));
    }

    [Fact]
    public async Task A_delete_finds_its_row_and_can_be_refused()
    {
        Database.OnFind<Traveler>(1).Returns(Ann).Times(2);
        Database.OnDelete<Traveler>().Fails(new StaleEntityException([new StaleRow(typeof(Traveler), 1, true)]));
        var session = Orm.OpenSession();
        session.Delete(await session.GetAsync<Traveler>(1));
        await Assert.ThrowsAsync<StaleEntityException>(() => session.CommitAsync());
        await session.RollbackAsync();
        await using var other = Orm.OpenSession();
        other.Delete(await other.GetAsync<Traveler>(1));
        Assert.Equal(1, (await other.CommitAsync()).RowsAffected);
        Database.AssertFinished();
    }

    [Fact]
    public async Task A_query_is_known_by_its_values()
    {
        static Query<Traveler> Named(string name) => From<Traveler>().Where(t => t.Name == name).OrderBy(t => t.Id);
        Database.On(Named("Ann")).Returns(Ann);
        Database.On(Named("Bob")).Returns<Traveler>();
        await using var session = Orm.OpenSession();
        Assert.Empty(await session.FetchAsync(Named("Bob")));
        Assert.Equal([Ann], await session.FetchAsync(Named("Ann")));
    }

    [Fact]
    public async Task First_and_single_are_answered_by_the_query_they_limit()
    {
        var query = From<Traveler>().OrderBy(t => t.Id);
        Database.On(query).Returns(Ann, Ann with { Id = 2 }).Times(2);
        await using var session = Orm.OpenSession();
        Assert.Equal(Ann, await session.FirstAsync(query));
        await Assert.ThrowsAsync<MultipleResultsException>(() => session.SingleAsync(query));
        Database.AssertFinished();
    }

    [Fact]
    public async Task Included_relations_are_read_from_the_rows_given()
    {
        var query = From<Country>().Include(c => c.Region).Include(c => c.Travelers, t => t.OrderBy(x => x.Name).Include(x => x.Tags));
        var (tall, old) = (new Tag { Id = 1, Name = "tall" }, new Tag { Id = 2, Name = "old" });
        var norway = new Country
        {
            Id = 578,
            Code = "NO",
            Region = new Region(9, "Europe"),
            Travelers = [Ann with { Tags = [tall, old] }, Ann with { Id = 2, Name = "Bob", Tags = [old] }],
        };
        Database.On(query).Returns(norway, new Country { Id = 1, Code = "XX", Region = null, Travelers = [] });
        await using var session = Orm.OpenSession();
        var found = await session.FetchAsync(query);
        Assert.Equal(["NO", "XX"], found.Select(c => c.Code));
        Assert.Equal((9, "Europe"), (found[0].RegionId, found[0].Region.Value.Name));
        Assert.Equal([("Ann", "tall,old"), ("Bob", "old")], found[0].Travelers.Select(t => (t.Name, string.Join(',', t.Tags.Select(x => x.Name)))));
        Assert.All(found[0].Travelers, t => Assert.Equal(578, t.DestinationId));
        Assert.Empty(found[1].Travelers);
        Assert.False(found[1].Region.HasValue);
    }

    [Fact]
    public void A_relation_that_the_query_includes_must_be_given()
    {
        var error = Assert.Throws<ArgumentException>(() => Database.On(From<Traveler>().Include(t => t.Destination)).Returns(Ann));
        Assert.Contains("the query includes Traveler.Destination, and it is not loaded in Traveler#1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Projections_and_counts_are_answered_too()
    {
        var lines = From<Traveler>().Select(t => new Line(t.Name, t.Destination.Value.Code, t.Age));
        Database.On(lines).Returns(new Line("Ann", null, 35));
        Database.On(From<Traveler>().Count()).Returns(7);
        Database.On(From<Traveler>().Any()).Returns(true);
        Database.On(From<Traveler>().Select(t => t.Name)).Returns("Ann", "Bob");
        await using var session = Orm.OpenSession();
        Assert.Equal([new Line("Ann", null, 35)], await session.FetchAsync(lines));
        Assert.Equal(7, await session.CountAsync(From<Traveler>()));
        Assert.True(await session.AnyAsync(From<Traveler>()));
        Assert.Equal(["Ann", "Bob"], await session.FetchAsync(From<Traveler>().Select(t => t.Name)));
    }

    [Fact]
    public async Task A_part_of_the_SQL_can_be_enough()
    {
        Database.OnSql("FROM \"country\"").Returns(new Country { Id = 578, Code = "NO" });
        Database.OnSql("update traveler").Returns(1, 2, 3);
        await using var session = Orm.OpenSession();
        var ann = await session.LoadAsync(Ann with { DestinationId = 578 }, t => t.Destination);
        Assert.Equal("NO", ann.Destination.Value.Code);
        Assert.Equal(3, await session.ExecuteAsync($"update traveler set age = age + 1"));
    }

    [Fact]
    public async Task A_stream_is_answered_page_by_page()
    {
        var query = From<Traveler>().OrderBy(t => t.Id);
        Database.On(query).Returns([.. Enumerable.Range(1, 5).Select(id => Ann with { Id = id })]);
        await using var session = Orm.OpenSession();
        Assert.Equal([1, 2, 3, 4, 5], await session.Stream(query, pageSize: 2).Select(t => t.Id).ToListAsync());
    }

    [Fact]
    public async Task A_read_without_a_script_fails_and_says_the_line()
    {
        await using var session = Orm.OpenSession();
        var find = await Assert.ThrowsAsync<StatementException>(() => session.FindAsync<Traveler>(7));
        Assert.Contains("Database.OnFind<Traveler>(7)", find.Hint, StringComparison.Ordinal);
        var fetch = await Assert.ThrowsAsync<StatementException>(() => session.FetchAsync(From<Traveler>()));
        Assert.Contains("Database.On(query)", fetch.Hint, StringComparison.Ordinal);
        Assert.Contains("FROM \"traveler\"", fetch.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_answers_once_and_says_so()
    {
        Database.On(From<Traveler>()).Returns(Ann);
        await using var session = Orm.OpenSession();
        await session.FetchAsync(From<Traveler>());
        var error = await Assert.ThrowsAsync<StatementException>(() => session.FetchAsync(From<Traveler>()));
        Assert.Contains(".Times(2)", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_for_one_statement_are_used_in_their_order()
    {
        Database.OnCommit().Fails(new SerializationFailureException("too late"));
        Database.OnCommit();
        await Orm.RetryAsync(unit =>
        {
            unit.Add(new Traveler { Name = "Ann" });
            return Task.CompletedTask;
        });
        Database.AssertStatements("BEGIN", "INSERT", "COMMIT", "BEGIN", "INSERT", "COMMIT");
        Database.AssertFinished();
    }

    [Fact]
    public async Task A_lost_connection_at_commit_leaves_the_outcome_in_doubt()
    {
        Database.OnCommit().Fails(new CommitInDoubtException("nobody knows"));
        var session = Orm.OpenSession();
        session.Add(new Traveler { Name = "Ann" });
        await Assert.ThrowsAsync<CommitInDoubtException>(() => session.CommitAsync());
        Database.AssertFinished();
    }

    [Fact]
    public async Task A_slow_statement_can_be_cancelled()
    {
        Database.On(From<Traveler>()).Returns(Ann).After(TimeSpan.FromMinutes(5));
        await using var session = Orm.OpenSession();
        using var cancel = new CancellationTokenSource();
        var fetch = session.FetchAsync(From<Traveler>(), cancel.Token);
        await AwaitConditionAsync(() => Task.FromResult(Database.Statements.Count == 1), TimeSpan.FromSeconds(10));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    [Fact]
    public async Task A_failed_transaction_ignores_what_follows_until_a_savepoint()
    {
        Database.OnInsert<Traveler>().Fails(new ConstraintViolationException(ConstraintKind.Unique, "traveler_name_key"));
        var session = Orm.OpenSession();
        await using var transaction = await session.BeginAsync();
        await using (await session.SavepointAsync())
        {
            session.Add(new Traveler { Name = "Ann" });
            await Assert.ThrowsAsync<ConstraintViolationException>(() => session.FlushAsync());
        }
        session.Add(new Traveler { Name = "Bob" });
        await transaction.CommitAsync();
        Database.AssertStatements("BEGIN", "SAVEPOINT", "INSERT", "ROLLBACK TO", "INSERT", "COMMIT");
    }

    [Fact]
    public async Task A_transaction_with_nothing_left_to_write_is_committed()
    {
        var session = Orm.OpenSession();
        await using var transaction = await session.BeginAsync();
        session.Add(new Traveler { Name = "Ann" });
        await session.FlushAsync();
        await transaction.CommitAsync();
        Database.AssertStatements("BEGIN", "INSERT", "COMMIT");
        Database.AssertFinished();
    }

    [Fact]
    public async Task Differences_are_shown_side_by_side()
    {
        await Orm.OpenSession().ExecuteAsync($"select 1");
        var error = Assert.Throws<XunitException>(() => Database.AssertStatements("BEGIN", "delete"));
        Assert.Contains("NOT expected: delete\n          actual:   select 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected: (no statement)\n          actual:   COMMIT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unused_scripts_and_open_transactions_are_not_finished()
    {
        Database.OnFind<Traveler>(1).Returns(Ann);
        var session = Orm.OpenSession();
        var transaction = await session.BeginAsync();
        var error = Assert.Throws<XunitException>(Database.AssertFinished);
        Assert.Contains("OnFind<Traveler>(1), 0 of 1 used", error.Message, StringComparison.Ordinal);
        Assert.Contains("a transaction stands open", error.Message, StringComparison.Ordinal);
        await session.GetAsync<Traveler>(1);
        await transaction.RollbackAsync();
        Database.AssertFinished();
    }

    [Fact]
    public async Task Rows_that_do_not_fit_are_refused_where_they_are_written()
    {
        Assert.Throws<ArgumentException>(() => Database.On(From<Traveler>()).Returns("Ann"));
        Assert.Throws<ArgumentException>(() => Database.On(From<Traveler>().Count()).Returns("seven"));
        Assert.Throws<ArgumentException>(() => Database.OnDelete<Traveler>().Returns(Ann));
        Database.OnInsert<Traveler>().Returns(Ann, Ann);
        var session = Orm.OpenSession();
        session.Add(new Traveler { Name = "Ann" });
        var error = await Assert.ThrowsAsync<StatementException>(() => session.CommitAsync());
        Assert.Contains("writes 1 rows of Traveler, and the script returns 2", error.Problem, StringComparison.Ordinal);
    }
}
