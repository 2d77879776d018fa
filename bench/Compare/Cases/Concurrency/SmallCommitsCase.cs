using AkkaOrm.Compare.Data.Ledger;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace AkkaOrm.Compare.Cases.Concurrency;

/// <summary>Small units of work: an entry is booked, and the balance of the caller's own account set, which it has read before.</summary>
/// <remarks>
/// Raw Npgsql and Dapper send arrays to two statements in one round trip, which is a transaction by itself. What they
/// update they don't compare with what they read; EF Core and linq2db neither, as configured by default. We do.
/// </remarks>
internal sealed class SmallCommitsCase() : CallersCase<int>(64)
{
    private const string Insert = "INSERT INTO entries (id, account_id, amount) SELECT * FROM unnest($1, $2, $3)";
    private const string Update = "UPDATE accounts a SET balance = $1 WHERE id = ANY ($2)";
    private const string Both = "INSERT INTO entries (id, account_id, amount) SELECT * FROM unnest(@ids, @accounts, @amounts); UPDATE accounts SET balance = @balance WHERE id = ANY (@accounts)";

    public override string Name => $"commits-{Callers}";

    public override string Title => $"{Callers} callers commit units of an insert and an update on {Arena.Connections} connections";

    protected override int Operations(Arena arena) => arena.Size(2048, 128);

    protected override Task<Arena> DataAsync(Arena arena) => LedgerData.OwnAsync(arena);

    protected override Func<Arena, Task>? Reset => LedgerData.ResetAsync;

    protected override Func<Arena, Task<string>>? Outcome => LedgerData.TellAsync;

    protected override void Tell(Digest digest, int result) => digest.Row(result);

    protected override IReadOnlyList<Side<int>> Sides(Arena arena)
    {
        var ours = Ours.Start(arena, LedgerData.Model);
        var ef = Ef.Pool<LedgerContext>(arena);
        var linq = Linq2Db.Options(arena);
        return
        [
            new("akkaorm", async caller =>
            {
                var session = ours.Orm.OpenSession();
                var mine = Mine(caller);
                var accounts = await session.FetchAsync(Query.From<Account>().Where(a => mine.Contains(a.Id))).ConfigureAwait(false);
                return new Caller<int>(async n =>
                {
                    session.AddRange(Entries(caller, n));
                    accounts = [.. accounts.Select(account => session.Update(account, a => new Account { Id = a.Id, Owner = a.Owner, Balance = n }))];
                    await session.CommitAsync().ConfigureAwait(false);
                    return n;
                }, session.DisposeAsync);
            }, () => ours.DisposeAsync().AsTask()),
            Of("raw", async (mine, entries, n) =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands =
                    {
                        new(Insert) { Parameters = { Array(entries.Select(e => e.Id), NpgsqlDbType.Bigint), Array(entries.Select(e => e.AccountId), NpgsqlDbType.Integer), Array(entries.Select(e => e.Amount), NpgsqlDbType.Integer) } },
                        new(Update) { Parameters = { new NpgsqlParameter<long> { TypedValue = n }, Array(mine, NpgsqlDbType.Integer) } },
                    },
                };
                await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
            }),
            Of("dapper", async (mine, entries, n) =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                var values = new { ids = entries.Select(e => e.Id).ToArray(), accounts = entries.Select(e => e.AccountId).ToArray(), amounts = entries.Select(e => e.Amount).ToArray(), balance = (long)n };
                await connection.ExecuteAsync(Both, values).ConfigureAwait(false);
            }),
            new("ef", async caller =>
            {
                await using var first = await ef.CreateDbContextAsync().ConfigureAwait(false);
                var accounts = await LedgerEf.AccountsAsync(first, Mine(caller)).ConfigureAwait(false);
                return new Caller<int>(async n =>
                {
                    await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                    db.AttachRange(accounts);
                    foreach (var account in accounts) account.Balance = n;
                    db.AddRange(Entries(caller, n));
                    await db.SaveChangesAsync().ConfigureAwait(false);
                    return n;
                });
            }),
            Of("linq2db", async (mine, entries, n) =>
            {
                await using var db = Linq2Db.Open(linq);
                await LedgerLinq.WriteAsync(db, mine, n, entries).ConfigureAwait(false);
            }),
        ];
    }

    private static Side<int> Of(string peer, Func<int[], Entry[], int, Task> write) => new(peer, caller =>
    {
        var mine = Mine(caller);
        return Task.FromResult(new Caller<int>(async n =>
        {
            await write(mine, Entries(caller, n), n).ConfigureAwait(false);
            return n;
        }));
    });

    /// <summary>A caller's account; no other caller writes it.</summary>
    private static int[] Mine(int caller) => [1 + caller];

    private static Entry[] Entries(int caller, int number) => [new Entry { Id = 1 + number, AccountId = 1 + caller, Amount = number % 100 }];

    private static NpgsqlParameter<V[]> Array<V>(IEnumerable<V> values, NpgsqlDbType type) => new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | type };
}
