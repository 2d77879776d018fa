using AkkaOrm.Compare.Data.Readings;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading;

/// <summary>Many rows at once, of which nobody keeps track.</summary>
internal sealed class UntrackedRowsCase : RowsCase<MeterReading>
{
    private static readonly Func<ReadingsContext, IAsyncEnumerable<MeterReading>> EfCompiled = EF.CompileAsyncQuery((ReadingsContext db) => db.Readings.AsNoTracking());

    public override string Name => "rows-100000";

    public override string Title => "100,000 rows of ten columns into a list, untracked";

    protected override Comparison<MeterReading> Order => (x, y) => x.Id.CompareTo(y.Id);

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await ReadingsData.SharedAsync(arena).ConfigureAwait(false);
        var ours = Ours.Start(arena, ReadingsData.Model);
        var ef = Ef.Pool<ReadingsContext>(arena);
        var linq = Linq2Db.Options(arena);
        Reader[] readers =
        [
            Akka(ours, Query.From<MeterReading>().NoTracking()),
            Raw(arena, ReadingsData.All, ReadingsData.Read),
            Dapper(arena, ReadingsData.All),
            new("ef-untracked", async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await db.Readings.AsNoTracking().ToListAsync().ConfigureAwait(false);
            }),
            new("ef-compiled", async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await EfCompiled(db).ToListAsync().ConfigureAwait(false);
            }),
            new("linq2db", async () =>
            {
                await using var db = Linq2Db.Open(linq);
                return await ReadingsLinq.AllAsync(db).ConfigureAwait(false);
            }),
        ];
        return [.. readers.Select(r => Of(r, 1))];
    }

    protected override Digest Add(Digest digest, MeterReading row) => ReadingsData.Add(digest, row);
}
