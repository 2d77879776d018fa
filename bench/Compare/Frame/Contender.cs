namespace AkkaOrm.Compare.Frame;

/// <summary>One who does a case's work.</summary>
/// <param name="Peer"><c>akkaorm</c>, or one of <c>raw</c>, <c>dapper</c>, <c>ef</c>, <c>ef-untracked</c>, <c>ef-compiled</c>, <c>linq2db</c>.</param>
/// <param name="Operations">How many operations one sample does.</param>
/// <param name="Sample">Does them once. May record the ticks of single operations, and memory it saw, in the sampler.</param>
internal sealed record Contender(string Peer, int Operations, Func<Sampler, Task> Sample)
{
    /// <summary>Does the work once more slowly if need be and says what came out, alike for all contenders; unequal answers end the run.</summary>
    public required Func<Task<string>> Answer { get; init; }

    /// <summary>Puts the rows back before a sample, outside its time.</summary>
    public Func<Task>? Before { get; init; }

    /// <summary>Gives connections and actors back when the case is over.</summary>
    public Func<Task>? Dispose { get; init; }
}
