using AkkaOrm.Compare.Data.Plain;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>New rows of a plain table, each peer in the fastest way it has.</summary>
/// <param name="rows">In one unit.</param>
internal abstract class PlainInsertCase<T>(int rows, PlainTable<T> table) : Case where T : class
{
    public sealed override string Group => "Writing";

    public override string? Remark => rows == 1
        ? "AkkaOrm and EF Core read the key that the server made; the others do not ask for it."
        : "raw and linq2db write by COPY, Dapper sends one statement with an array a column: none of them reads the keys that the server made; AkkaOrm and EF Core do.";

    public sealed override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await table.CreateAsync(arena).ConfigureAwait(false);
        var units = arena.Size(Math.Clamp(2000 / rows, 1, 200), Math.Clamp(500 / rows, 1, 5));
        var ours = Ours.Start(arena, Model.Create(m => m.Entity<T>()));
        var ef = Ef.Pool<PlainContext<T>>(arena);
        var linq = Linq2Db.Options(arena);
        return
        [
            Of("akkaorm", async added =>
            {
                await using var session = ours.Orm.OpenSession();
                session.AddRange(added);
                await session.CommitAsync().ConfigureAwait(false);
            }) with { Dispose = () => ours.DisposeAsync().AsTask() },
            Of("raw", added => rows == 1 ? OneAsync(arena, added) : CopyAsync(arena, added)),
            Of("dapper", async added =>
            {
                var (sql, columns) = table.Statement(added);
                var parameters = new DynamicParameters();
                foreach (var parameter in columns) parameters.Add(parameter.ParameterName, parameter.Value);
                await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
                await connection.ExecuteAsync(sql, parameters).ConfigureAwait(false);
            }),
            Of("ef", async added =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                db.Rows.AddRange(added);
                await db.SaveChangesAsync().ConfigureAwait(false);
            }),
            Of("linq2db", async added =>
            {
                await using var db = Linq2Db.Open(linq);
                await PlainLinq.InsertAsync(db, added).ConfigureAwait(false);
            }),
        ];

        Contender Of(string peer, Func<T[], Task> write) => new(peer, units, async _ =>
        {
            for (var i = 0; i < units; i++) await write(table.Rows(rows)).ConfigureAwait(false);
        })
        {
            Before = () => table.ClearAsync(arena),
            Answer = async () =>
            {
                await write(table.Rows(rows)).ConfigureAwait(false);
                return await table.AnswerAsync(arena).ConfigureAwait(false);
            },
        };
    }

    private async Task OneAsync(Arena arena, T[] added)
    {
        var (sql, parameters) = table.Statement(added);
        await using var command = arena.DataSource.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task CopyAsync(Arena arena, T[] added)
    {
        await using var connection = await arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
        await using var writer = await connection.BeginBinaryImportAsync(table.Copy).ConfigureAwait(false);
        foreach (var row in added)
        {
            await writer.StartRowAsync().ConfigureAwait(false);
            await table.Write(writer, row).ConfigureAwait(false);
        }
        await writer.CompleteAsync().ConfigureAwait(false);
    }
}

/// <summary>Npgsql's Insert.</summary>
internal sealed class NpgsqlInsertCase(int rows) : PlainInsertCase<Datum>(rows, Datum.Table)
{
    private readonly int _rows = rows;

    public override string Name => $"npgsql-insert-{_rows}";
    public override string Title => FormattableString.Invariant($"{_rows:N0} rows of two numbers and two texts, beside the key");
}

/// <summary>linq2db's InsertSet.</summary>
internal sealed class InsertSetCase() : PlainInsertCase<CreditCard>(1000, CreditCard.Table)
{
    public override string Name => "insert-set-1000";
    public override string Title => "1,000 credit cards, each peer in the fastest way it has";
}
