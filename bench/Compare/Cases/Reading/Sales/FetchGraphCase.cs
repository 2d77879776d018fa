using AkkaOrm.Compare.Data.Sales;
using Dapper;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Sales;

/// <inheritdoc/>
internal sealed class FetchGraphCase : SalesCase
{
    private static readonly Query<SalesHeader> Graph = Query.From<SalesHeader>().Where(h => h.Id <= SalesData.GraphHeaders).Include(h => h.Details).NoTracking();
    private static readonly Func<SalesContext, IAsyncEnumerable<PeerHeader>> Compiled =
        EF.CompileAsyncQuery<SalesContext, PeerHeader>(db => db.Headers.AsNoTracking().Where(h => h.Id <= SalesData.GraphHeaders).Include(h => h.Details).AsSplitQuery());

    public override string Name => "fetch-graph";

    public override string Title => "1,000 sales orders of 26 columns with their 4,768 lines of eleven columns";

    protected override (int Whole, int Quick) Operations => (6, 1);

    protected override bool HasDetails => true;

    protected override Task<IReadOnlyList<SalesHeader>> Akka(Session session) => session.FetchAsync(Graph);

    protected override async Task<IReadOnlyList<PeerHeader>> Raw(NpgsqlDataSource source)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SalesData.Graph));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SalesData.GraphDetails));
        await using var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        var headers = await ReadAsync(rows, SalesData.ReadHeader).ConfigureAwait(false);
        await rows.NextResultAsync().ConfigureAwait(false);
        return SalesData.Together(headers, await ReadAsync(rows, SalesData.ReadDetail).ConfigureAwait(false));
    }

    protected override async Task<IReadOnlyList<PeerHeader>> Dapper(NpgsqlConnection connection)
    {
        await using var results = await connection.QueryMultipleAsync($"{SalesData.Graph};{SalesData.GraphDetails}").ConfigureAwait(false);
        var headers = (await results.ReadAsync<PeerHeader>().ConfigureAwait(false)).AsList();
        return SalesData.Together(headers, await results.ReadAsync<PeerDetail>().ConfigureAwait(false));
    }

    protected override async Task<IReadOnlyList<PeerHeader>> Ef(SalesContext db) =>
        await db.Headers.AsNoTracking().Where(h => h.Id <= SalesData.GraphHeaders).Include(h => h.Details).AsSplitQuery().ToListAsync().ConfigureAwait(false);

    protected override async Task<IReadOnlyList<PeerHeader>> EfCompiled(SalesContext db) => await Compiled(db).ToListAsync().ConfigureAwait(false);

    protected override Task<IReadOnlyList<PeerHeader>> Linq(DataConnection db) => SalesLinq.GraphAsync(db);
}
