using System.Data;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading;

/// <summary>Reads rows, all of them into a list.</summary>
/// <typeparam name="T">A row, the same class for all contenders.</typeparam>
internal abstract class RowsCase<T> : Case
{
    public override string Group => "Reading";

    /// <summary>One row's fields, and what rows are put in order by before they are compared; null where they come in order.</summary>
    protected abstract Digest Add(Digest digest, T row);

    protected virtual Comparison<T>? Order => null;

    /// <param name="Peer">As in <see cref="Contender"/>.</param>
    /// <param name="RowsAsync">Reads once.</param>
    protected sealed record Reader(string Peer, Func<Task<IReadOnlyList<T>>> RowsAsync)
    {
        public Func<Task>? Dispose { get; init; }
    }

    protected Contender Of(Reader reader, int operations) => new(reader.Peer, operations, async _ =>
    {
        for (var i = 0; i < operations; i++) await reader.RowsAsync().ConfigureAwait(false);
    })
    {
        Dispose = reader.Dispose,
        Answer = async () =>
        {
            var rows = (await reader.RowsAsync().ConfigureAwait(false)).ToList();
            if (Order is { } order) rows.Sort(order);
            var digest = new Digest();
            foreach (var row in rows) Add(digest, row);
            return digest.ToString();
        },
    };

    /// <summary>A session of its own, as each peer has a context or a connection of its own.</summary>
    protected static Reader Akka(Ours ours, Query<T> query) => new("akkaorm", async () =>
    {
        await using var session = ours.Orm.OpenSession();
        return await session.FetchAsync(query).ConfigureAwait(false);
    })
    {
        Dispose = () => ours.DisposeAsync().AsTask(),
    };

    protected static Reader Raw(Arena arena, string sql, Func<NpgsqlDataReader, T> read) => new("raw", async () =>
    {
        await using var command = arena.DataSource.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleResult).ConfigureAwait(false);
        var list = new List<T>();
        while (await rows.ReadAsync().ConfigureAwait(false)) list.Add(read(rows));
        return list;
    });

    protected static Reader Dapper(Arena arena, string sql)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return new("dapper", async () =>
        {
            await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            return (await connection.QueryAsync<T>(sql).ConfigureAwait(false)).AsList();
        });
    }
}
