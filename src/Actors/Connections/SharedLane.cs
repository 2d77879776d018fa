using AkkaOrm.Compilation;

namespace AkkaOrm.Connections;

/// <summary>How much travels together.</summary>
/// <param name="Statements">At most so many in a batch.</param>
/// <param name="Bytes">Of their values, roughly.</param>
/// <param name="Slow">In milliseconds: a statement that is expected to take longer travels alone.</param>
/// <param name="Budget">In milliseconds: what a batch is expected to take at most.</param>
internal sealed record LaneLimits(int Statements, int Bytes, double Slow, double Budget)
{
    /// <summary>At most so many reads are answered by one statement.</summary>
    public const int MostKeys = 256;

    /// <summary>5 ms: what delays the others in a batch no more than a busy server does anyway; 64 statements in 256 KB fill a round trip and no server's memory.</summary>
    public static readonly LaneLimits Default = new(64, 256 * 1024, 5, 10);
}

/// <summary>Decides which of the waiting reads go together when a connection comes free. Pure.</summary>
internal sealed class SharedLane(LaneLimits limits)
{
    public ReadCosts Costs { get; } = new();

    /// <summary>It is known to be over soon.</summary>
    public bool IsCheap(WaitingPlace<WaitingRequest> place) => place.Requests[0].IsOneStatement && IsCheap(StatementOf(place));

    /// <inheritdoc cref="IsCheap(WaitingPlace{WaitingRequest})"/>
    public bool IsCheap(CompiledStatement statement) => Costs.Of(statement) <= limits.Slow;

    /// <summary>Takes a place of the line, its head as a rule, and along with it what may share its batch, in the order of the line.</summary>
    /// <param name="places">Empty; it is filled. One place that is not one statement, or of which it is not known that it is cheap, comes alone.</param>
    /// <returns>What they are expected to cost together, in milliseconds; null when that is not known.</returns>
    public double? Take(WaitingLine<WaitingRequest> line, WaitingPlace<WaitingRequest> head, List<WaitingPlace<WaitingRequest>> places)
    {
        line.Take(head);
        places.Add(head);
        if (!head.Requests[0].IsOneStatement || Costs.Of(StatementOf(head)) is not { } total) return null;
        if (total > limits.Slow) return total;
        var partition = head.Requests[0].Context.Partition;
        var bytes = BytesOf(head);
        // Those that may not come along are looked at again and again: no further than a batch is long.
        var looks = limits.Statements * 2;
        for (var place = line.First; place is not null && places.Count < limits.Statements && looks > 0; looks--)
        {
            var (next, first) = (place.Next, place.Requests[0]);
            if (first.IsOneStatement && first.Context.Partition == partition && Costs.Of(StatementOf(place)) is { } cost && cost <= limits.Slow && total + cost <= limits.Budget && bytes + BytesOf(place) is var sum && sum <= limits.Bytes)
            {
                (total, bytes) = (total + cost, sum);
                line.Take(place);
                places.Add(place);
            }
            place = next;
        }
        return total;
    }

    /// <summary>What a place comes down to.</summary>
    public static CompiledStatement StatementOf(WaitingPlace<WaitingRequest> place)
    {
        var plan = place.Requests[0].Plan!;
        return place.Requests.Count > 1 && plan.Keyed is { } keyed ? keyed.Many.Statement : plan.Steps[0].Statement;
    }

    private static int BytesOf(WaitingPlace<WaitingRequest> place)
    {
        var bytes = place.Requests.Count * 16;
        foreach (var argument in place.Requests[0].Plan!.Steps[0].Arguments)
        {
            bytes += argument switch
            {
                Argument.Value { Content: string text } => text.Length,
                Argument.Value { Content: byte[] content } => content.Length,
                Argument.Value { Content: Array { Length: var length } } => length * 16,
                Argument.Keys keys => keys.Content.Length * 16,
                _ => 8,
            };
        }
        return bytes;
    }
}
