using System.Diagnostics;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Types;
using Xunit;

namespace Integration.Tests.Connections;

/// <summary>What the engine counts on below: batches, faults, transaction status, cancel, prepared statements. Known traps of the driver stay closed.</summary>
public sealed class NpgsqlPhysicalConnectionTests(DriverFixture database) : IClassFixture<DriverFixture>
{
    [Fact]
    public async Task A_batch_brings_a_result_for_each_statement()
    {
        await using var connection = await database.OpenAsync();
        await connection.RunAsync(Plans.Bound("CREATE TABLE batch_of_all (id int)"));
        var results = await connection.RunAsync(
            Plans.Bound("BEGIN", kind: StatementKind.Control),
            Plans.Bound("INSERT INTO batch_of_all SELECT generate_series(1, 3)"),
            Plans.Bound("SELECT id FROM batch_of_all WHERE id < 0", [StoreTypes.Integer]),
            Plans.Bound("SELECT 99"),
            Plans.Bound("UPDATE batch_of_all SET id = id + 1 RETURNING id", [StoreTypes.Integer]),
            Plans.Bound("SELECT 'last'", [StoreTypes.Text]),
            Plans.Bound("COMMIT", kind: StatementKind.Control));
        Assert.Equal([0, 3, 0, 1, 3, 1, 0], results.Select(r => r.Affected));
        Assert.Equal([0, 0, 0, 0, 3, 1, 0], results.Select(r => r.Rows.RowCount));
        Assert.Single(results[2].Rows.Columns);
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 3).Select(i => results[4].Rows.Get<int>(0, i)).Order());
        Assert.Equal("last", results[5].Rows.Get<string>(0, 0));
        Assert.Equal(TransactionStatus.Idle, connection.Transaction);
    }

    [Fact]
    public async Task A_failure_names_its_statement_and_what_follows_was_not_run()
    {
        await using var connection = await database.OpenAsync();
        await connection.RunAsync(Plans.Bound("CREATE TABLE failing (id int CONSTRAINT failing_key PRIMARY KEY)"));
        var exception = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(
            Plans.Bound("BEGIN", kind: StatementKind.Control),
            Plans.Bound("INSERT INTO failing VALUES (1)"),
            Plans.Bound("INSERT INTO failing VALUES (1) RETURNING id", [StoreTypes.Integer]),
            Plans.Bound("COMMIT", kind: StatementKind.Control)));
        Assert.Equal(("23505", 2, "failing_key", "failing"), (exception.Fault.SqlState, exception.Fault.Statement, exception.Fault.Constraint, exception.Fault.Table));
        Assert.True(exception.Fault.IsWithoutEffect);
        Assert.Equal(TransactionStatus.Failed, connection.Transaction);
        await connection.RunAsync(Plans.Bound("ROLLBACK", kind: StatementKind.Control));
        Assert.Equal(TransactionStatus.Idle, connection.Transaction);
        Assert.Equal(0, (await connection.RunAsync(Plans.Bound("SELECT id FROM failing", [StoreTypes.Integer])))[0].Rows.RowCount);
    }

    [Fact]
    public async Task After_a_failure_behind_rows_the_next_statement_reads_its_own_rows()
    {
        await using var connection = await database.OpenAsync();
        var fault = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(
            Plans.Bound("SELECT 10 / (3 - n) FROM generate_series(1, 5) n", [StoreTypes.Integer]),
            Plans.Bound("SELECT 'not mine'", [StoreTypes.Text])));
        Assert.Equal("22012", fault.Fault.SqlState);
        Assert.False(connection.IsBroken);
        Assert.Equal("mine", (await connection.RunAsync(Plans.Bound("SELECT 'mine'", [StoreTypes.Text])))[0].Rows.Get<string>(0, 0));
    }

    [Fact]
    public async Task A_deferred_constraint_that_fails_at_COMMIT_leaves_the_connection_idle_and_in_step()
    {
        await using var connection = await database.OpenAsync();
        await connection.RunAsync(
            Plans.Bound("CREATE TABLE parent (id int PRIMARY KEY)"),
            Plans.Bound("CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"));
        var exception = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(
            Plans.Bound("BEGIN", kind: StatementKind.Control),
            Plans.Bound("INSERT INTO child VALUES (1) RETURNING id", [StoreTypes.Integer]),
            Plans.Bound("COMMIT", kind: StatementKind.Control)));
        Assert.Equal(("23503", 2), (exception.Fault.SqlState, exception.Fault.Statement));
        Assert.Equal(TransactionStatus.Idle, connection.Transaction);
        Assert.Equal(1, (await connection.RunAsync(Plans.Bound("SELECT 1", [StoreTypes.Integer])))[0].Rows.Get<int>(0, 0));
    }

    [Fact]
    public async Task Stacked_statements_are_refused()
    {
        await using var connection = await database.OpenAsync();
        var exception = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(Plans.Bound("SELECT 1; SELECT 2", [StoreTypes.Integer])));
        Assert.Equal("42601", exception.Fault.SqlState);
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_before_it_is_sent()
    {
        await using var connection = await database.OpenAsync();
        var statement = Plans.Sql("SELECT $1", StatementKind.Read, [StoreTypes.Integer], new StatementParameter(StoreTypes.Integer));
        var exception = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(new BoundStatement(statement, ["no number"])));
        Assert.True(exception.Fault.IsNotSent);
        Assert.True(exception.Fault.IsWithoutEffect);
    }

    [Fact]
    public async Task A_prepared_statement_outlives_a_change_of_its_tables()
    {
        await using var connection = await database.OpenAsync("statements.prepare-after = 1");
        await connection.RunAsync(Plans.Bound("CREATE TABLE changing (id int)"), Plans.Bound("INSERT INTO changing VALUES (7)"));
        var all = Plans.Sql("SELECT * FROM changing", StatementKind.Read, [StoreTypes.Integer]);
        await connection.RunAsync(new BoundStatement(all, []));
        await connection.RunAsync(new BoundStatement(all, []));
        await database.AskAsync("ALTER TABLE changing ALTER id TYPE bigint");
        var wide = Plans.Sql("SELECT * FROM changing", StatementKind.Read, [StoreTypes.BigInt]);
        Assert.Equal(7, (await connection.RunAsync(new BoundStatement(wide, [])))[0].Rows.Get<long>(0, 0));

        // Within a unit it is a failure like any other; the next one is well.
        await database.AskAsync("ALTER TABLE changing ALTER id TYPE int");
        await connection.RunAsync(Plans.Bound("BEGIN", kind: StatementKind.Control));
        var exception = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(new BoundStatement(all, [])));
        Assert.Equal("0A000", exception.Fault.SqlState);
        await connection.RunAsync(Plans.Bound("ROLLBACK", kind: StatementKind.Control));
        Assert.Equal(7, (await connection.RunAsync(new BoundStatement(all, [])))[0].Rows.Get<int>(0, 0));
    }

    [Fact]
    public async Task A_unit_of_one_batch_outlives_a_change_of_its_tables()
    {
        await using var connection = await database.OpenAsync("statements.prepare-after = 1");
        await connection.RunAsync(Plans.Bound("CREATE TABLE changing_unit (id int)"));
        BoundStatement[] unit =
        [
            Plans.Bound("BEGIN", kind: StatementKind.Control),
            Plans.Bound("INSERT INTO changing_unit VALUES (1) RETURNING *", [StoreTypes.Integer]),
            Plans.Bound("COMMIT", kind: StatementKind.Control),
        ];
        await connection.RunAsync(unit);
        await connection.RunAsync(unit);
        await database.AskAsync("ALTER TABLE changing_unit ALTER id TYPE bigint");
        unit[1] = Plans.Bound("INSERT INTO changing_unit VALUES (1) RETURNING *", [StoreTypes.BigInt]);
        await connection.RunAsync(unit);
        Assert.Equal(3L, await database.AskAsync("SELECT count(*) FROM changing_unit"));
        Assert.Equal(TransactionStatus.Idle, connection.Transaction);
    }

    [Fact]
    public async Task A_cancel_ends_the_statement_and_nothing_else()
    {
        await using var connection = await database.OpenAsync();
        var sleep = connection.RunAsync(Plans.Bound("SELECT pg_sleep(30), 'cancel me'"));
        await UntilAsync("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%cancel me%' AND state = 'active' AND pid <> pg_backend_pid()");
        await connection.CancelAsync();
        Assert.Equal("57014", (await Assert.ThrowsAsync<PhysicalConnectionException>(() => sleep)).Fault.SqlState);
        Assert.False(connection.IsBroken);
        await connection.CancelAsync();
        Assert.Equal(1, (await connection.RunAsync(Plans.Bound("SELECT 1", [StoreTypes.Integer])))[0].Rows.Get<int>(0, 0));
    }

    [Fact]
    public async Task Disposing_ends_what_runs()
    {
        var connection = await database.OpenAsync("connections.cancel-grace = 200ms");
        var sleep = connection.RunAsync(Plans.Bound("SELECT pg_sleep(30), 'dispose me'"));
        await UntilAsync("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%dispose me%' AND state = 'active' AND pid <> pg_backend_pid()");
        await connection.DisposeAsync();
        await Assert.ThrowsAsync<PhysicalConnectionException>(() => sleep);
        Assert.Equal(0L, await database.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%dispose me%' AND pid <> pg_backend_pid()"));
    }

    [Fact]
    public async Task A_terminated_backend_is_a_lost_connection()
    {
        await using var connection = await database.OpenAsync();
        var pid = (await connection.RunAsync(Plans.Bound("SELECT pg_backend_pid()", [StoreTypes.Integer])))[0].Rows.Get<int>(0, 0);
        await database.AskAsync($"SELECT pg_terminate_backend({pid}, 5000)");
        var exception = await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.RunAsync(Plans.Bound("SELECT 1", [StoreTypes.Integer])));
        Assert.True(exception.Fault.IsConnectionLost);
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task A_refused_login_says_who_and_where_and_not_with_what()
    {
        await using var connection = new NpgsqlConnectionFactory(database.Settings(change: text =>
        {
            text.Username = "nobody_here";
            text.Password = "s3cret-password";
            return text;
        })).Create();
        var error = Assert.IsType<ConnectionFailedException>((await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.OpenAsync(CancellationToken.None))).Fault.Error);
        Assert.False(error.IsTransient);
        Assert.Contains("nobody_here", error.Problem);
        Assert.DoesNotContain("s3cret", error.ToString());
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_there_later()
    {
        await using var connection = new NpgsqlConnectionFactory(database.Settings(change: text =>
        {
            text.Host = "127.0.0.1";
            text.Port = 1;
            return text;
        })).Create();
        var error = Assert.IsType<ConnectionFailedException>((await Assert.ThrowsAsync<PhysicalConnectionException>(() => connection.OpenAsync(CancellationToken.None))).Fault.Error);
        Assert.True(error.IsTransient);
        Assert.Contains("127.0.0.1:1", error.Problem);
    }

    [Fact]
    public void A_connection_string_that_makes_no_sense_is_not_repeated()
    {
        var settings = database.Settings() with { ConnectionString = "Host=x;Pasword=s3cret" };
        var error = Assert.IsType<ConnectionFailedException>(Assert.Throws<PhysicalConnectionException>(() => new NpgsqlConnectionFactory(settings).Create()).Fault.Error);
        Assert.DoesNotContain("s3cret", error.ToString());
        Assert.Contains("akka.orm.connection-string", error.Hint);
    }

    [Fact]
    public async Task Limits_of_the_server_are_set_on_each_connection()
    {
        await using var connection = await database.OpenAsync("server { statement-timeout = 7m, idle-in-transaction-timeout = off }\napplication-name = tests");
        var rows = (await connection.RunAsync(Plans.Bound(
            "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'), current_setting('application_name')",
            [StoreTypes.Text, StoreTypes.Text, StoreTypes.Text])))[0].Rows;
        Assert.Equal(("7min", "0", "tests"), (rows.Get<string>(0, 0), rows.Get<string>(1, 0), rows.Get<string>(2, 0)));
    }

    private async Task UntilAsync(string count)
    {
        var watch = Stopwatch.StartNew();
        while (await database.AskAsync(count) is not > 0L)
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(20)) throw new TimeoutException(count);
        }
    }
}
