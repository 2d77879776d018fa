namespace AkkaOrm;

/// <summary>An update or delete of a value the session never loaded, and that carries no version to compare: it would overwrite blindly.</summary>
/// <param name="problem">Which value.</param>
public sealed class NotTrackedException(string problem) : AkkaOrmException(problem, null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-not-tracked";

    private protected override string DefaultHint =>
        "1. load it in this session first: GetAsync(key)  2. let values carry their version: [Timestamp] public uint Version { get; init; }  3. say both states: Update(before, after)  4. at once and without comparing: ExecuteAsync($\"update …\")";
}
