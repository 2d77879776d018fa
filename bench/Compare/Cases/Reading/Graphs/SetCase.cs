using AkkaOrm.Compare.Data.Families;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Cases.Reading.Graphs;

/// <summary>The same as <see cref="LoopCase"/> without the loop: the children of parents in hand are asked for once, as each does it best.</summary>
internal sealed class SetCase : FamiliesCase
{
    public override string Name => "set-100";

    public override string Title => "100 parents, and then the ten children of each in one statement";

    public override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        arena = await FamiliesData.SharedAsync(arena).ConfigureAwait(false);
        var operations = arena.Size(30, 3);
        var query = Query.From<Parent>().Where(p => p.Id <= LoopCase.Parents).NoTracking();
        return
        [
            Ours(Peers.Ours.Start(arena, FamiliesData.Model), operations, async session =>
                await session.LoadAsync(await session.FetchAsync(query).ConfigureAwait(false), p => p.Children).ConfigureAwait(false)),
            .. AtOnce(arena, LoopCase.Parents, operations),
        ];
    }
}
