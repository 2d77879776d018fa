using AkkaOrm.Compare.Data.Sales;
using Dapper;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Sales;

/// <inheritdoc/>
internal sealed class FetchIndividualCase : SalesCase
{
    private const int Key = 4711;

    private static readonly Query<SalesHeader> One = Query.From<SalesHeader>().Where(h => h.Id == Key).NoTracking();
    private static readonly Func<SalesContext, int, Task<PeerHeader>> Compiled = EF.CompileAsyncQuery((SalesContext db, int id) => db.Headers.AsNoTracking().First(h => h.Id == id));

    public override string Name => "fetch-individual";

    public override string Title => "one sales order of 26 columns by its key, in a session or context of its own";

    protected override (int Whole, int Quick) Operations => (200, 30);

    protected override Task<IReadOnlyList<SalesHeader>> Akka(Session session) => session.FetchAsync(One);

    protected override async Task<IReadOnlyList<PeerHeader>> Raw(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(SalesData.ByKey);
        command.Parameters.Add(new NpgsqlParameter<int>("id", Key));
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        return await ReadAsync(rows, SalesData.ReadHeader).ConfigureAwait(false);
    }

    protected override async Task<IReadOnlyList<PeerHeader>> Dapper(NpgsqlConnection connection) => [await connection.QueryFirstAsync<PeerHeader>(SalesData.ByKey, new { id = Key }).ConfigureAwait(false)];

    protected override async Task<IReadOnlyList<PeerHeader>> Ef(SalesContext db) => [await db.Headers.AsNoTracking().FirstAsync(h => h.Id == Key).ConfigureAwait(false)];

    protected override async Task<IReadOnlyList<PeerHeader>> EfCompiled(SalesContext db) => [await Compiled(db, Key).ConfigureAwait(false)];

    protected override async Task<IReadOnlyList<PeerHeader>> Linq(DataConnection db) => [await SalesLinq.ByKey(db, Key).ConfigureAwait(false)];
}
