using AkkaOrm.Compare.Data.Readings;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Reading;

/// <summary>Many rows at once, each remembered so that a change of it would be noticed. Only EF Core does that as well.</summary>
internal sealed class TrackedRowsCase : RowsCase<MeterReading>
{
    public override string Name => "rows-100000-tracked";

    public override string Title => "100,000 rows of ten columns into a list, tracked";

    public override string Remark => "Dapper, linq2db and code by hand keep no track of what they read.";

    protected override Comparison<MeterReading> Order => (x, y) => x.Id.CompareTo(y.Id);

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await ReadingsData.SharedAsync(arena).ConfigureAwait(false);
        var ours = Ours.Start(arena, ReadingsData.Model);
        var ef = Ef.Pool<ReadingsContext>(arena);
        Reader[] readers =
        [
            Akka(ours, Query.From<MeterReading>()),
            new("ef", async () =>
            {
                await using var db = await ef.CreateDbContextAsync().ConfigureAwait(false);
                return await db.Readings.ToListAsync().ConfigureAwait(false);
            }),
        ];
        return [.. readers.Select(r => Of(r, 1))];
    }

    protected override Digest Add(Digest digest, MeterReading row) => ReadingsData.Add(digest, row);
}
