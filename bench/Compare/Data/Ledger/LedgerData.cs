using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>1,000 accounts with ten entries each: read as graphs, and written to in small units.</summary>
internal static class LedgerData
{
    public const int Accounts = 1000;
    public const int EntriesEach = 10;

    public static readonly Model Model = Model.Create(m => m.Entity<Account>().Entity<Entry>());

    public static Task<Arena> SharedAsync(Arena arena) => arena.Shared("ledger", FillAsync);

    /// <summary>A ledger of its own, for a case that writes.</summary>
    public static async Task<Arena> OwnAsync(Arena arena)
    {
        arena = await arena.Database("ledger").ConfigureAwait(false);
        await FillAsync(arena).ConfigureAwait(false);
        return arena;
    }

    /// <summary>As it was at first.</summary>
    public static async Task ResetAsync(Arena arena)
    {
        await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
        await connection.ExecuteAsync($"""
            TRUNCATE entries; TRUNCATE accounts CASCADE;
            INSERT INTO accounts SELECT i, 'owner ' || i, 0 FROM generate_series(1, {Accounts}) i;
            INSERT INTO entries SELECT -i, 1 + i % {Accounts}, i FROM generate_series(1, {Accounts * EntriesEach}) i;
            """).ConfigureAwait(false);
    }

    /// <summary>All balances, and what is booked on each account.</summary>
    public static async Task<string> TellAsync(Arena arena)
    {
        await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT a.id, balance, count(e.id), sum(amount) FROM accounts a LEFT JOIN entries e ON account_id = a.id GROUP BY a.id ORDER BY a.id", connection);
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var digest = new Digest();
        while (await rows.ReadAsync().ConfigureAwait(false)) digest.Row(rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
        return digest.ToString();
    }

    public static void Add(this Digest digest, IReadOnlyList<IAccount> accounts)
    {
        foreach (var account in accounts.OrderBy(a => a.Id))
        {
            digest.Row(account.Id, account.Owner, account.Balance);
            foreach (var entry in account.Booked.OrderBy(e => e.Id)) digest.Row(entry.Id, entry.AccountId, entry.Amount);
        }
    }

    private static async Task FillAsync(Arena arena)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using (var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false))
        {
            await connection.ExecuteAsync("""
                CREATE TABLE accounts (id int PRIMARY KEY, owner text NOT NULL, balance bigint NOT NULL);
                CREATE TABLE entries (id bigint PRIMARY KEY, account_id int NOT NULL REFERENCES accounts, amount int NOT NULL);
                CREATE INDEX ON entries (account_id);
                """).ConfigureAwait(false);
        }
        await ResetAsync(arena).ConfigureAwait(false);
        await using var analyze = arena.DataSource.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
