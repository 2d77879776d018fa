using System.Globalization;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Cases.Distances;

/// <summary>A case over a network whose round-trip time we set.</summary>
/// <param name="milliseconds">The round-trip time.</param>
internal abstract class DistantCase(double milliseconds) : Case
{
    public sealed override string Name => $"rtt-{(milliseconds < 1 ? $"{milliseconds * 1000:0}us" : $"{milliseconds:0}ms")}-{Work}";

    public sealed override string Title => string.Create(CultureInfo.InvariantCulture, $"{WorkTitle}; round trip of {milliseconds} ms more");

    public sealed override string Group => "Over a network";

    protected abstract string Work { get; }

    protected abstract string WorkTitle { get; }

    public sealed override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        var distance = new Distance(await FillAsync(arena).ConfigureAwait(false), TimeSpan.FromMilliseconds(milliseconds));
        var contenders = await PrepareDistantAsync(distance.Arena).ConfigureAwait(false);
        return [.. contenders.SkipLast(1), contenders[^1] with { Dispose = () => EndAsync(contenders[^1], distance) }];
    }

    /// <summary>The database, filled over the short way.</summary>
    protected abstract Task<Arena> FillAsync(Arena arena);

    protected abstract Task<IReadOnlyList<Contender>> PrepareDistantAsync(Arena arena);

    /// <summary>The way goes last: connections of all contenders lead over it.</summary>
    private static async Task EndAsync(Contender last, Distance distance)
    {
        if (last.Dispose is { } dispose) await dispose().ConfigureAwait(false);
        await distance.DisposeAsync().ConfigureAwait(false);
    }
}
