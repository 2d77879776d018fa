namespace AkkaOrm;

/// <summary>The model cannot be: every fault found, at once, when it is created or verified against a database.</summary>
/// <param name="faults">One sentence for each fault; at least one.</param>
public sealed class ModelException(IReadOnlyList<string> faults) : AkkaOrmException(Describe(faults), null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-model";

    /// <summary>One sentence for each fault, in the order they were found.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    private protected override string DefaultHint => "change the classes, their attributes or the configuration given to Model.Create";

    private static string Describe(IReadOnlyList<string> faults) =>
        faults.Count == 1 ? $"the model has a fault: {faults[0]}" : $"the model has {faults.Count} faults:{string.Concat(faults.Select((f, i) => $"\n    {i + 1}. {f}"))}";
}
