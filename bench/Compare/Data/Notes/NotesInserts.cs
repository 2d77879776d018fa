using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Data.Notes;

/// <summary>A unit of new rows, all or nothing, whose keys come back; each in a session, context or pooled connection of its own.</summary>
internal sealed class NotesInserts : IAsyncDisposable
{
    private const string Insert = "INSERT INTO notes (text, weight) VALUES (@Text, @Weight) RETURNING id";
    private readonly Ours _ours;

    public NotesInserts(Arena arena)
    {
        _ours = Ours.Start(arena, NotesData.Model);
        var ef = Ef.Pool<NotesContext>(arena);
        var linq = Linq2Db.Options(arena, NotesLinq.Schema);
        Writers =
        [
            ("akkaorm", OursAsync),
            ("raw", notes => RawAsync(arena.DataSource, notes)),
            ("dapper", notes => DapperAsync(arena.DataSource, notes)),
            ("ef", async notes =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                db.AddRange(notes);
                await db.SaveChangesAsync().ConfigureAwait(false);
                return [.. notes.Select(n => n.Id)];
            }),
            ("linq2db", notes => NotesLinq.InsertAsync(linq, notes)),
        ];
    }

    /// <summary>Ours first.</summary>
    public IReadOnlyList<(string Peer, Func<Note[], Task<int[]>> Write)> Writers { get; }

    public ValueTask DisposeAsync() => _ours.DisposeAsync();

    private async Task<int[]> OursAsync(Note[] notes)
    {
        await using var session = _ours.Orm.OpenSession();
        var added = session.AddRange(notes);
        var committed = await session.CommitAsync().ConfigureAwait(false);
        return [.. added.Select(a => committed.Of(a).Id)];
    }

    /// <summary>One batch is one transaction and one round trip.</summary>
    private static async Task<int[]> RawAsync(NpgsqlDataSource source, Note[] notes)
    {
        await using var batch = source.CreateBatch();
        foreach (var note in notes)
        {
            var insert = new NpgsqlBatchCommand("INSERT INTO notes (text, weight) VALUES ($1, $2) RETURNING id");
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = note.Text });
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = note.Weight });
            batch.BatchCommands.Add(insert);
        }

        var keys = new int[notes.Length];
        await using var row = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        for (var i = 0; i < keys.Length; i++)
        {
            await row.ReadAsync().ConfigureAwait(false);
            keys[i] = row.GetInt32(0);
            await row.NextResultAsync().ConfigureAwait(false);
        }

        return keys;
    }

    private static async Task<int[]> DapperAsync(NpgsqlDataSource source, Note[] notes)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        var keys = new int[notes.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = await connection.ExecuteScalarAsync<int>(Insert, notes[i], transaction).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
        return keys;
    }
}
