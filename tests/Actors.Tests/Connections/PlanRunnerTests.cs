using System.Collections.Immutable;
using Akka.Event;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;
using AkkaOrm.Settings;
using AkkaOrm.Telemetry;
using AkkaOrm.Types;
using Xunit;
using static Actors.Tests.Connections.TestPlans;

namespace Actors.Tests.Connections;

/// <summary>Which batches a plan becomes, what is bound, and what is known when it fails.</summary>
public sealed class PlanRunnerTests
{
    private readonly FakeServer _server = new();
    private PlanProgress _progress = new();

    [Fact]
    public async Task A_plan_of_one_read_is_one_statement()
    {
        var outcome = await RunAsync(Read("SELECT 1"));
        Assert.NotNull(outcome.Result);
        Assert.Equal(["SELECT 1"], _server.Statements);
        Assert.Equal((1, 1), (outcome.Statements, outcome.RoundTrips));
    }

    [Fact]
    public async Task A_unit_is_one_round_trip_with_BEGIN_and_COMMIT_in_it()
    {
        var outcome = await RunAsync(Commit("INSERT a", "INSERT b") with { BeginOptions = "ISOLATION LEVEL SERIALIZABLE" });
        Assert.Equal(["BEGIN ISOLATION LEVEL SERIALIZABLE", "INSERT a", "INSERT b", "COMMIT"], _server.Statements);
        Assert.Equal((1, PlanPhase.CommitSent), (outcome.RoundTrips, outcome.Phase));
        Assert.Equal(2, outcome.Result!.Steps.Length);
    }

    [Fact]
    public async Task Steps_that_need_earlier_rows_wait_for_their_batch_and_a_snapshot_holds_them_together()
    {
        _server.Answer("SELECT parents", Page(Column(7L, 8L, 7L), Column<long>(1, null, 3)));
        var outcome = await RunAsync(new Plan(
        [
            Step("SELECT parents"),
            Step("SELECT children", [Many(StoreTypes.BigInt)], new Argument.KeysOf(0, [0], 0)),
            Step("SELECT others", [Many(StoreTypes.BigInt)], new Argument.KeysOf(0, [1], 0)),
        ], PlanTransaction.Snapshot));
        Assert.Equal(["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT parents", "SELECT children", "SELECT others", "COMMIT"], _server.Statements);
        Assert.Equal(2, outcome.RoundTrips);
        Assert.Equal(new long[] { 7, 8 }, Sent("SELECT children")[0]);
        Assert.Equal(new long[] { 1, 3 }, Sent("SELECT others")[0]);
    }

    [Fact]
    public async Task Without_keys_a_step_is_not_sent_and_has_an_empty_page_with_its_columns()
    {
        _server.Answer("SELECT parents", Page(Column<long>(null, null)));
        var child = new PlanStep(new CompiledStatement("SELECT children", [Many(StoreTypes.BigInt)], [StoreTypes.Text], StatementKind.Read), [new Argument.KeysOf(0, [0], 0)]);
        var grandchild = new PlanStep(new CompiledStatement("SELECT grandchildren", [Many(StoreTypes.Text)], [], StatementKind.Read), [new Argument.KeysOf(1, [0], 0)]);
        var outcome = await RunAsync(new Plan([Step("SELECT parents"), child, grandchild]));
        Assert.Equal(["SELECT parents"], _server.Statements);
        Assert.Equal((0, 1), (outcome.Result!.Steps[1].Rows.RowCount, outcome.Result.Steps[1].Rows.Columns.Length));
        Assert.Equal(0, outcome.Result.Steps[2].Rows.RowCount);
    }

    [Fact]
    public async Task A_key_of_two_parts_is_distinct_as_a_pair_and_its_parts_stay_in_step()
    {
        _server.Answer("SELECT parents", Page(Column(1, 1, 2, 1), Column("a", "b", "a", "a")));
        await RunAsync(new Plan(
        [
            Step("SELECT parents"),
            Step("SELECT children", [Many(StoreTypes.BigInt), Many(StoreTypes.Text)], new Argument.KeysOf(0, [0, 1], 0), new Argument.KeysOf(0, [0, 1], 1)),
        ]));
        Assert.Equal(new long?[] { 1, 1, 2 }, Sent("SELECT children")[0]);
        Assert.Equal(new[] { "a", "b", "a" }, Sent("SELECT children")[1]);
    }

    [Fact]
    public async Task Generated_keys_reach_later_statements_as_cells_and_patches()
    {
        _server.Answer("INSERT parent", Page(Column(70L, 80L)));
        await RunAsync(new Plan(
        [
            Step("INSERT parent"),
            Step("INSERT one", [new(StoreTypes.BigInt)], new Argument.CellOf(0, 1, 0)),
            Step("INSERT many", [Many(StoreTypes.BigInt)], new Argument.Patched([1L, null, null], [new(1, 0, 0, 0), new(2, 0, 1, 0)])),
        ], PlanTransaction.Commit));
        Assert.Equal(["BEGIN", "INSERT parent", "INSERT one", "INSERT many", "COMMIT"], _server.Statements);
        Assert.Equal(2, _server.RoundTrips);
        Assert.Equal(80L, Sent("INSERT one")[0]);
        Assert.Equal(new long?[] { 1, 70, 80 }, Sent("INSERT many")[0]);
    }

    [Fact]
    public async Task A_statement_that_fails_is_named_by_its_step_and_the_unit_is_rolled_back()
    {
        _server.Fail("INSERT b", "23505");
        var outcome = await RunAsync(Commit("INSERT a", "INSERT b", "INSERT c"));
        Assert.Equal(("23505", 1, PlanPhase.CommitSent), (outcome.Fault!.SqlState, outcome.Step, outcome.Phase));
        Assert.True(outcome.Fault.IsWithoutEffect);
        Assert.Equal(["BEGIN", "INSERT a", "INSERT b", "ROLLBACK"], _server.Statements);
        Assert.Equal(TransactionStatus.Idle, Connection.Transaction);
    }

    [Fact]
    public async Task A_COMMIT_that_fails_belongs_to_no_step()
    {
        _server.Fail("COMMIT", "23503");
        var outcome = await RunAsync(Commit("INSERT a"));
        Assert.Equal(("23503", -1), (outcome.Fault!.SqlState, outcome.Step));
        Assert.Equal(["BEGIN", "INSERT a", "COMMIT"], _server.Statements);
    }

    [Fact]
    public async Task A_connection_lost_under_COMMIT_leaves_the_outcome_open()
    {
        _server.Fail("COMMIT", "57P01", lost: true);
        var outcome = await RunAsync(Commit("INSERT a"));
        Assert.Equal(PlanPhase.CommitSent, outcome.Phase);
        Assert.False(outcome.Fault!.IsWithoutEffect);
        Assert.Equal(["BEGIN", "INSERT a", "COMMIT"], _server.Statements);
    }

    [Fact]
    public async Task A_connection_lost_in_an_earlier_batch_leaves_no_doubt()
    {
        _server.Fail("INSERT parent", "57P01", lost: true);
        var outcome = await RunAsync(new Plan([Step("INSERT parent", StatementKind.Write), Step("INSERT child", [new(StoreTypes.BigInt)], new Argument.CellOf(0, 0, 0))], PlanTransaction.Commit));
        Assert.Equal(PlanPhase.Sent, outcome.Phase);
    }

    [Fact]
    public async Task The_end_of_a_lease_s_transaction_is_one_round_trip_and_its_failure_leaves_the_transaction_to_the_session()
    {
        await RunAsync(Control("BEGIN"));
        _server.Fail("INSERT b", "23505");
        var unit = Commit("INSERT a", "INSERT b") with { Transaction = PlanTransaction.Finish };
        var outcome = await RunAsync(unit);
        Assert.Equal((1, PlanPhase.CommitSent), (outcome.Step, outcome.Phase));
        Assert.Equal(TransactionStatus.Failed, Connection.Transaction);
        await RunAsync(Control("ROLLBACK"));
        _server.Heal("INSERT b");
        await RunAsync(Control("BEGIN"));
        Assert.NotNull((await RunAsync(unit)).Result);
        Assert.Equal(["BEGIN", "INSERT a", "INSERT b", "ROLLBACK", "BEGIN", "INSERT a", "INSERT b", "COMMIT"], _server.Statements);
        Assert.Equal(TransactionStatus.Idle, Connection.Transaction);
    }

    [Fact]
    public async Task A_write_outside_a_transaction_is_its_own_COMMIT()
    {
        _server.Fail("UPDATE t", "57P01", lost: true);
        Assert.Equal(PlanPhase.CommitSent, (await RunAsync(Raw("UPDATE t"))).Phase);
    }

    [Fact]
    public async Task COMMIT_of_a_failed_transaction_is_not_sent()
    {
        await RunAsync(Control("BEGIN"));
        _server.Fail("INSERT a", "23505");
        await RunAsync(Raw("INSERT a"));
        var outcome = await RunAsync(Control("COMMIT"));
        Assert.Equal("25P02", outcome.Fault!.SqlState);
        Assert.DoesNotContain("COMMIT", _server.Statements);
    }

    [Theory]
    [InlineData("COMMIT", "COMMIT")]
    [InlineData("/* all of it */ rollback;", "ROLLBACK")]
    [InlineData("BEGIN", "BEGIN")]
    [InlineData("COMMIT AND CHAIN", "COMMIT")]
    [InlineData("PREPARE TRANSACTION 'x'", "PREPARE")]
    public async Task A_statement_of_a_user_that_begins_or_ends_a_transaction_is_refused_before_it_is_sent(string sql, string word)
    {
        foreach (var status in new[] { TransactionStatus.Idle, TransactionStatus.InTransaction })
        {
            if (status == TransactionStatus.InTransaction) await RunAsync(Control("BEGIN"));
            var sent = _server.Statements.Count;
            var outcome = await RunAsync(new Plan([Step("SELECT 1"), .. Raw(sql).Steps]));
            var error = Assert.IsType<StatementException>(outcome.Fault!.Error);
            Assert.Contains($": {word} was not sent", error.Problem);
            Assert.Contains("BeginAsync, CommitAsync and RollbackAsync", error.Hint);
            Assert.Equal((true, PlanPhase.NotSent), (outcome.Fault.IsWithoutEffect, outcome.Phase));
            Assert.Equal((sent, status), (_server.Statements.Count, Connection.Transaction));
        }
    }

    [Fact]
    public async Task ROLLBACK_TO_of_a_user_is_sent()
    {
        await RunAsync(Control("BEGIN"));
        Assert.NotNull((await RunAsync(Raw("ROLLBACK TO a"))).Result);
    }

    [Fact]
    public async Task The_end_of_a_transaction_that_is_over_sends_nothing_and_is_no_success()
    {
        var outcome = await RunAsync(Commit("INSERT a") with { Transaction = PlanTransaction.Finish });
        Assert.Equal(("25P01", true), (outcome.Fault!.SqlState, outcome.Fault.IsWithoutEffect));
        Assert.IsType<DatabaseException>(outcome.Fault.Error);
        Assert.Empty(_server.Statements);
    }

    [Fact]
    public async Task What_was_cancelled_between_two_batches_sends_no_more()
    {
        var gate = _server.Hold("INSERT parent");
        _server.Answer("INSERT parent", Page(Column(70L)));
        var run = RunAsync(new Plan([Step("INSERT parent", StatementKind.Write), Step("INSERT child", [new(StoreTypes.BigInt)], new Argument.CellOf(0, 0, 0))], PlanTransaction.Commit));
        await gate.Entered;
        Assert.True(_progress.TryCancel());
        gate.Release();
        var outcome = await run;
        Assert.True(outcome.Fault!.IsCancelled);
        Assert.Equal(["BEGIN", "INSERT parent", "ROLLBACK"], _server.Statements);
    }

    [Fact]
    public async Task COMMIT_on_its_way_can_not_be_cancelled()
    {
        var gate = _server.Hold("COMMIT");
        var run = RunAsync(Commit("INSERT a"));
        await gate.Entered;
        Assert.False(_progress.TryCancel());
        gate.Release();
        Assert.NotNull((await run).Result);
    }

    private FakeConnection Connection => _connection ??= (FakeConnection)_server.Create();
    private FakeConnection? _connection;

    private Task<PlanOutcome> RunAsync(Plan plan)
    {
        _progress = new PlanProgress();
        var echo = new StatementEcho(NoLogger.Instance, AkkaOrmSettings.Create(null).Statements);
        return PlanRunner.RunAsync(new Recorder(Connection, _bound), plan, _progress, new BatchObserver(echo, new RequestContext(long.MaxValue, 0, "test")));
    }

    private readonly List<BoundStatement> _bound = [];

    private ImmutableArray<object?> Sent(string sql) => _bound.Single(b => b.Statement.Sql == sql).Arguments;

    private static RowPage Page(params ColumnBuffer[] columns) => new([.. columns], columns[0].Count);

    private static ColumnBuffer<T> Column<T>(params T[] values)
    {
        var column = new ColumnBuffer<T>();
        foreach (var value in values) column.Append(value);
        return column;
    }

    private static ColumnBuffer<T> Column<T>(params T?[] values) where T : struct
    {
        var column = new ColumnBuffer<T>();
        foreach (var value in values) column.AppendValue(value);
        return column;
    }

    private sealed class Recorder(FakeConnection inner, List<BoundStatement> bound) : IPhysicalConnection
    {
        public TransactionStatus Transaction => inner.Transaction;
        public bool IsBroken => inner.IsBroken;
        public Task CancelAsync() => inner.CancelAsync();
        public ValueTask DisposeAsync() => inner.DisposeAsync();
        public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

        public Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken)
        {
            bound.AddRange(batch);
            return inner.ExecuteAsync(batch, cancellationToken);
        }
    }
}
