using AkkaOrm.Compare.Data.Sales;
using Dapper;
using LinqToDB.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Reading.Sales;

/// <inheritdoc/>
internal sealed class FetchSetCase : SalesCase
{
    private static readonly Query<SalesHeader> All = Query.From<SalesHeader>().NoTracking();
    private static readonly Func<SalesContext, IAsyncEnumerable<PeerHeader>> Compiled = EF.CompileAsyncQuery<SalesContext, PeerHeader>(db => db.Headers.AsNoTracking());

    public override string Name => "fetch-set";

    public override string Title => "all 31,465 sales orders of 26 columns";

    protected override (int Whole, int Quick) Operations => (1, 1);

    protected override Task<IReadOnlyList<SalesHeader>> Akka(Session session) => session.FetchAsync(All);

    protected override async Task<IReadOnlyList<PeerHeader>> Raw(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(SalesData.All);
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        return await ReadAsync(rows, SalesData.ReadHeader).ConfigureAwait(false);
    }

    protected override async Task<IReadOnlyList<PeerHeader>> Dapper(NpgsqlConnection connection) => (await connection.QueryAsync<PeerHeader>(SalesData.All).ConfigureAwait(false)).AsList();

    protected override async Task<IReadOnlyList<PeerHeader>> Ef(SalesContext db) => await db.Headers.AsNoTracking().ToListAsync().ConfigureAwait(false);

    protected override async Task<IReadOnlyList<PeerHeader>> EfCompiled(SalesContext db) => await Compiled(db).ToListAsync().ConfigureAwait(false);

    protected override Task<IReadOnlyList<PeerHeader>> Linq(DataConnection db) => SalesLinq.AllAsync(db);
}
