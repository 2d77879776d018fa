using AkkaOrm.Compare.Data.Families;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;

namespace AkkaOrm.Compare.Cases.Reading.Graphs;

/// <summary>A graph of two levels, remembered so that a change anywhere in it would be noticed. Only EF Core does that as well.</summary>
internal sealed class TrackedGraphCase : FamiliesCase
{
    public override string Name => "graph-1000x10-tracked";

    public override string Title => "1,000 parents with ten children each, tracked";

    public override string Remark => "Dapper, linq2db and code by hand keep no track of what they read.";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await FamiliesData.SharedAsync(arena).ConfigureAwait(false);
        var operations = arena.Size(6, 1);
        var query = Query.From<Parent>().Where(p => p.Id <= FamiliesData.Parents).Include(p => p.Children);
        return
        [
            Ours(Peers.Ours.Start(arena, FamiliesData.Model), operations, session => session.FetchAsync(query)),
            EfTracked(Ef.Pool<FamiliesContext>(arena), FamiliesData.Parents, operations),
        ];
    }
}
