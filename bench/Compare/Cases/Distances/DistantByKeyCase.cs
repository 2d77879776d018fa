using AkkaOrm.Compare.Data.Posts;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;

namespace AkkaOrm.Compare.Cases.Distances;

/// <summary>Requests that read one row each, over a network.</summary>
internal sealed class DistantByKeyCase(double milliseconds, int callers) : DistantCase(milliseconds)
{
    public override Metric Metric => callers == 1 ? Metric.Time : Metric.Throughput;

    protected override string Work => $"by-key-{callers}";

    protected override string WorkTitle => $"{(callers == 1 ? "one caller loads" : $"{callers} callers load")} posts by key, a session, context or pooled connection for each";

    protected override Task<Arena> FillAsync(Arena arena) => PostsData.SharedAsync(arena);

    protected override Task<IReadOnlyList<Contender>> PrepareDistantAsync(Arena arena)
    {
        var posts = new PostsByKey(arena);
        var operations = callers == 1 ? arena.Size(30, 5) : arena.Size(callers * 20, callers);
        IReadOnlyList<Contender> contenders = [.. posts.Readers.Select(reader => new Contender(
            reader.Peer, operations, sampler => Callers.RunAsync(callers, operations, sampler, i => reader.Read(i * 7 % PostsData.Rows + 1)))
        {
            Answer = async () => new Digest().Add(await reader.Read(1).ConfigureAwait(false)).Add(await reader.Read(PostsData.Rows).ConfigureAwait(false)).ToString(),
        })];
        return Task.FromResult<IReadOnlyList<Contender>>([contenders[0] with { Dispose = () => posts.DisposeAsync().AsTask() }, .. contenders.Skip(1)]);
    }
}
