namespace AkkaOrm.Compare.Cases.Concurrency;

/// <summary>One of many who ask at once, each for one thing after the other.</summary>
/// <param name="Do">Does the operation of a number.</param>
/// <param name="End">Gives back what it holds.</param>
internal sealed record Caller<T>(Func<int, Task<T>> Do, Func<ValueTask>? End = null);

/// <summary>How one contender serves all callers.</summary>
/// <param name="Peer">Its name in <see cref="Frame.Contender"/>.</param>
/// <param name="Open">Makes the caller of a number, from 0 on.</param>
internal sealed record Side<T>(string Peer, Func<int, Task<Caller<T>>> Open, Func<Task>? Dispose = null)
{
    /// <summary>A side whose callers hold nothing between operations.</summary>
    public static Side<T> Of(string peer, Func<int, Task<T>> work) => new(peer, _ => Task.FromResult(new Caller<T>(work)));
}
