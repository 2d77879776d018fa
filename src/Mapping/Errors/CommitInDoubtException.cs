namespace AkkaOrm;

/// <summary>The answer to COMMIT was lost: the unit is written, or it is not. It was not repeated, and must not be repeated blindly.</summary>
/// <param name="problem">When and how the answer was lost.</param>
/// <param name="inner">What the network or the driver said.</param>
public sealed class CommitInDoubtException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-in-doubt";

    /// <summary>The unit's request id, by which its outcome can be found out; null when it had none.</summary>
    public Guid? RequestId { get; init; }

    private protected override string DefaultDetail => RequestId is { } id
        ? $"request id {id}: its outcome is recorded beside the data"
        : "the unit had no request id, so its outcome is not recorded";

    private protected override string DefaultHint => RequestId is { } id
        ? $"1. await orm.ResolveAsync(new Guid(\"{id}\")): Committed, or Aborted and then it can never commit  2. or send the same unit with the same request id again: it happens at most once"
        : "1. read the rows and compare  2. give units that matter a request id: CommitAsync(Guid.CreateVersion7())";
}
