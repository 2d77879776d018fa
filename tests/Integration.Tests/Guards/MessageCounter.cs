using System.Collections.Concurrent;

namespace Integration.Tests.Guards;

/// <summary>Messages that came into mailboxes of one actor system, by receiver and type. Answers to whoever awaits a Task go to no mailbox.</summary>
public sealed class MessageCounter
{
    private static readonly ConcurrentDictionary<string, MessageCounter> Counters = new();

    private readonly ConcurrentDictionary<string, long> _counts = new();

    public static MessageCounter Of(string system) => Counters.GetOrAdd(system, _ => new MessageCounter());

    public void Add(string message) => _counts.AddOrUpdate(message, 1, (_, count) => count + 1);

    public IReadOnlyDictionary<string, long> Now => _counts.ToDictionary();

    /// <summary>What came since a moment, for each of so many operations: <c>connection Assign, router Run, …</c>; what does not come once for each has its number with it.</summary>
    public string Since(IReadOnlyDictionary<string, long> before, int operations) => string.Join(", ", Now
        .Select(c => (c.Key, Count: c.Value - before.GetValueOrDefault(c.Key)))
        .Where(c => c.Count > 0)
        .OrderBy(c => c.Key, StringComparer.Ordinal)
        .Select(c => c.Count == operations ? c.Key : FormattableString.Invariant($"{(double)c.Count / operations:0.##} × {c.Key}")));
}
