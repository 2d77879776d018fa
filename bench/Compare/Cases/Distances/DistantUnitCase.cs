using AkkaOrm.Compare.Data.Notes;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Cases.Distances;

/// <summary>A unit of ten new rows, over a network: what counts is how many round trips it is.</summary>
internal sealed class DistantUnitCase(double milliseconds) : DistantCase(milliseconds)
{
    private const int Rows = 10;

    public override string Remark => "Dapper and linq2db send one statement after the other: neither has a batch that returns keys.";

    protected override string Work => "insert-10";

    protected override string WorkTitle => "one caller commits a unit of 10 new rows and gets their keys";

    protected override Task<Arena> FillAsync(Arena arena) => NotesData.FillAsync(arena);

    protected override Task<IReadOnlyList<Contender>> PrepareDistantAsync(Arena arena)
    {
        var inserts = new NotesInserts(arena);
        var units = arena.Size(10, 1);
        IReadOnlyList<Contender> contenders = [.. inserts.Writers.Select(writer => new Contender(writer.Peer, units, async _ =>
        {
            for (var i = 0; i < units; i++) await writer.Write(NotesData.New(Rows)).ConfigureAwait(false);
        })
        {
            Answer = async () => await NotesData.WrittenAsync(arena, await writer.Write(NotesData.New(Rows)).ConfigureAwait(false)).ConfigureAwait(false),
        })];
        return Task.FromResult<IReadOnlyList<Contender>>([contenders[0] with { Dispose = () => inserts.DisposeAsync().AsTask() }, .. contenders.Skip(1)]);
    }
}
