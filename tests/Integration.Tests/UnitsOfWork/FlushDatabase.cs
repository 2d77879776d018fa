using Akka.Configuration;
using Akka.Event;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using AkkaOrm.Telemetry;
using AkkaOrm.Testing;
using AkkaOrm.Tests.UnitsOfWork;
using AkkaOrm.UnitsOfWork;
using Npgsql;

namespace Integration.Tests.UnitsOfWork;

/// <summary>A database for a test class, and flush plans run on it as the engine runs them, without sessions and actors.</summary>
public sealed class FlushDatabase : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _open = [];
    private EphemeralDatabase _database = null!;

    public async Task InitializeAsync() => _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("flush");

    public async Task DisposeAsync()
    {
        foreach (var connection in _open) await connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <param name="planCacheMode"><c>force_generic_plan</c> shows what a statement does once it has been used often.</param>
    internal async Task<Runner> ConnectAsync(string planCacheMode = "auto")
    {
        var text = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Options = $"-c plan_cache_mode={planCacheMode}" };
        var settings = AkkaOrmSettings.Create(ConfigurationFactory.Empty) with { ConnectionString = text.ConnectionString };
        settings = settings with { Statements = settings.Statements with { PrepareAfter = 1 } };
        var factory = new NpgsqlConnectionFactory(settings);
        var connection = factory.Create();
        await connection.OpenAsync(CancellationToken.None);
        lock (_open) _open.AddRange([connection, factory]);
        return new(connection, new(new(NoLogger.Instance, settings.Statements), new(long.MaxValue, 0, "test")));
    }

    /// <summary>Runs SQL on a connection of its own.</summary>
    internal async Task ExecuteAsync(params string[] statements)
    {
        var runner = await ConnectAsync();
        foreach (var sql in statements) await runner.ExecuteAsync(sql);
    }
}

/// <summary>One connection and what runs on it.</summary>
internal sealed class Runner(IPhysicalConnection connection, BatchObserver observer)
{
    public Task<PlanOutcome> TryAsync(Plan plan) => PlanRunner.RunAsync(connection, plan, new PlanProgress(), observer);

    public async Task<PlanResult> RunAsync(FlushPlan plan)
    {
        var outcome = await TryAsync(plan.Plan);
        return outcome.Result ?? throw new InvalidOperationException($"step {outcome.Step}: {outcome.Fault}");
    }

    /// <summary>The rows of a plan that must fail because they are stale.</summary>
    public async Task<StaleEntityException> StaleAsync(FlushPlan plan)
    {
        var outcome = await TryAsync(plan.Plan);
        Assert.NotNull(outcome.Fault);
        return StaleGuard.Stale(outcome.Fault.SqlState, outcome.Fault.Message, plan.Steps[outcome.Step]) ?? throw new InvalidOperationException(outcome.Fault.Message);
    }

    public async Task ExecuteAsync(string sql) => await connection.ExecuteAsync([new(new(sql, [], [], StatementKind.Raw), [])], CancellationToken.None);

    /// <summary>A table's rows as text, one row a line.</summary>
    public async Task<string[]> TextAsync(string sql)
    {
        var statement = new CompiledStatement($"SELECT r::text FROM ({sql}) AS r", [], [AkkaOrm.Types.StoreTypes.Text], StatementKind.Raw);
        var rows = (await connection.ExecuteAsync([new(statement, [])], CancellationToken.None))[0].Rows;
        return [.. Enumerable.Range(0, rows.RowCount).Select(i => rows.Get<string>(0, i))];
    }

    /// <summary>Returns once another connection waits for a lock that this one holds.</summary>
    public async Task BlocksAsync(Task waiter)
    {
        while (!waiter.IsCompleted)
        {
            var blocked = await TextAsync("SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))");
            if (blocked.Length > 0) return;
            await ExecuteAsync("SELECT pg_sleep(0.005)");
        }
        Assert.Fail("it ended without waiting");
    }
}
