using AkkaOrm.Compare.Data.Families;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Cases.Reading.Graphs;

/// <summary>A graph of two levels, of which nobody keeps track.</summary>
internal sealed class GraphCase : FamiliesCase
{
    public override string Name => "graph-1000x10";

    public override string Title => "1,000 parents with ten children each, untracked";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await FamiliesData.SharedAsync(arena).ConfigureAwait(false);
        var operations = arena.Size(8, 1);
        var ours = Peers.Ours.Start(arena, FamiliesData.Model);
        var query = Query.From<Parent>().Where(p => p.Id <= FamiliesData.Parents).Include(p => p.Children).NoTracking();
        return [Ours(ours, operations, session => session.FetchAsync(query)), .. AtOnce(arena, FamiliesData.Parents, operations)];
    }
}
