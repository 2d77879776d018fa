using AkkaOrm.Compare.Data.Ledger;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Distances;

/// <summary>Accounts with their entries, over a network: how often each side waits for it.</summary>
internal sealed class DistantGraphCase(double milliseconds) : DistantCase(milliseconds)
{
    private const int Size = 20;
    private const string Accounts = "SELECT id, owner, balance FROM accounts WHERE id BETWEEN {0} AND {1}";
    private const string Entries = "SELECT id, account_id, amount FROM entries WHERE account_id BETWEEN {0} AND {1}";

    private static readonly string RawAccounts = string.Format(null, Accounts, "$1", "$2"), RawEntries = string.Format(null, Entries, "$1", "$2");
    private static readonly string DapperBoth = string.Format(null, $"{Accounts}; {Entries}", "@first", "@last");

    public override string Remark => "ef is a split query, tracked; ef-untracked one query with a join. raw and dapper send both statements together.";

    protected override string Work => "graph";

    protected override string WorkTitle => $"one caller reads {Size} accounts with {LedgerData.EntriesEach} entries each";

    protected override Task<Arena> FillAsync(Arena arena) => LedgerData.SharedAsync(arena);

    protected override Task<IReadOnlyList<Contender>> PrepareDistantAsync(Arena arena)
    {
        var graphs = arena.Size(50, 2);
        var ours = Ours.Start(arena, LedgerData.Model);
        var ef = Ef.Pool<LedgerContext>(arena);
        var linq = Linq2Db.Options(arena, LedgerLinq.Relations);
        return Task.FromResult<IReadOnlyList<Contender>>(
        [
            Of("akkaorm", graphs, async (first, last) =>
            {
                await using var session = ours.Orm.OpenSession();
                return await session.FetchAsync(Query.From<Account>().Where(a => a.Id >= first && a.Id <= last).Include(a => a.Entries)).ConfigureAwait(false);
            }) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", graphs, async (first, last) =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(RawAccounts, first, last), Command(RawEntries, first, last) } };
                await using var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
                var accounts = new Dictionary<int, AccountRow>();
                while (await rows.ReadAsync().ConfigureAwait(false)) accounts.Add(rows.GetInt32(0), new AccountRow { Id = rows.GetInt32(0), Owner = rows.GetString(1), Balance = rows.GetInt64(2) });
                await rows.NextResultAsync().ConfigureAwait(false);
                while (await rows.ReadAsync().ConfigureAwait(false)) accounts[rows.GetInt32(1)].Entries.Add(new Entry { Id = rows.GetInt64(0), AccountId = rows.GetInt32(1), Amount = rows.GetInt32(2) });
                return [.. accounts.Values];
            }),
            Of("dapper", graphs, async (first, last) =>
            {
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await using var both = await connection.QueryMultipleAsync(DapperBoth, new { first, last }).ConfigureAwait(false);
                var accounts = (await both.ReadAsync<AccountRow>().ConfigureAwait(false)).ToDictionary(a => a.Id);
                foreach (var entry in await both.ReadAsync<Entry>().ConfigureAwait(false)) accounts[entry.AccountId].Entries.Add(entry);
                return [.. accounts.Values];
            }),
            Of("ef", graphs, async (first, last) =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await LedgerEf.SplitAsync(db, first, last).ConfigureAwait(false);
            }),
            Of("ef-untracked", graphs, async (first, last) =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await LedgerEf.JoinedAsync(db, first, last).ConfigureAwait(false);
            }),
            Of("linq2db", graphs, async (first, last) =>
            {
                await using var db = Linq2Db.Open(linq);
                return await LedgerLinq.GraphAsync(db, first, last).ConfigureAwait(false);
            }),
        ]);
    }

    private static Contender Of(string peer, int graphs, Func<int, int, Task<IReadOnlyList<IAccount>>> read) => new(peer, graphs, async _ =>
    {
        for (var i = 0; i < graphs; i++) await ReadAsync(read, i).ConfigureAwait(false);
    })
    {
        Answer = async () =>
        {
            var digest = new Digest();
            for (var i = 0; i < 3; i++) digest.Add(await ReadAsync(read, i).ConfigureAwait(false));
            return digest.ToString();
        },
    };

    private static Task<IReadOnlyList<IAccount>> ReadAsync(Func<int, int, Task<IReadOnlyList<IAccount>>> read, int number)
    {
        var (first, last) = Range(number);
        return read(first, last);
    }

    private static (int First, int Last) Range(int number)
    {
        var first = number * Size % LedgerData.Accounts + 1;
        return (first, first + Size - 1);
    }

    private static NpgsqlBatchCommand Command(string sql, int first, int last) =>
        new(sql) { Parameters = { new NpgsqlParameter<int> { TypedValue = first }, new NpgsqlParameter<int> { TypedValue = last } } };
}
