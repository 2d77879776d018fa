using System.Runtime.CompilerServices;
using AkkaOrm.Compilation;

namespace AkkaOrm.Connections;

/// <summary>What statements have cost lately: a moving mean a shape, learned from those that had a round trip for themselves.</summary>
/// <remarks>The cheapest round trip of all is taken for the way there and back, which a batch pays once. A batch that took much longer
/// than its parts lets on average makes all of them suspects: they travel alone until they have been measured again.</remarks>
internal sealed class ReadCosts
{
    private const double Weight = 0.25, Tolerance = 5, Near = 1;
    private readonly ConditionalWeakTable<CompiledStatement, Cost> _known = [];
    private double _way = double.MaxValue;

    /// <summary>In milliseconds, without the way there and back; null when it is not known.</summary>
    public double? Of(CompiledStatement statement) => _known.TryGetValue(statement, out var cost) ? Math.Max(0, cost.Mean - _way) : null;

    /// <summary>The server answers so quickly that waiting for another's round trip costs less than a round trip of one's own.</summary>
    public bool IsNear => _way <= Near;

    /// <summary>A statement had a round trip of its own.</summary>
    public void Alone(CompiledStatement statement, double milliseconds)
    {
        _way = Math.Min(_way, milliseconds);
        if (_known.TryGetValue(statement, out var cost)) cost.Mean += (milliseconds - cost.Mean) * Weight;
        else _known.Add(statement, new Cost { Mean = milliseconds });
    }

    /// <summary>Several shared a round trip.</summary>
    /// <param name="expected">What they were thought to cost together, in milliseconds.</param>
    public void Together(IReadOnlyList<WaitingPlace<WaitingRequest>> places, double expected, double milliseconds)
    {
        if (milliseconds - _way <= expected * 2 + Tolerance) return;
        foreach (var place in places) _known.Remove(SharedLane.StatementOf(place));
    }

    private sealed class Cost
    {
        public double Mean { get; set; }
    }
}
