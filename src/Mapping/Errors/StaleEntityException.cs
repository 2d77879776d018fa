using AkkaOrm.Errors;

namespace AkkaOrm;

/// <summary>Rows were changed or deleted by others between read and write, or a change was built on an older state than the session's. Nothing of the unit was written.</summary>
/// <param name="rows">Every stale row, not only the first.</param>
/// <param name="problem">What happened, when it is not the usual.</param>
public sealed class StaleEntityException(IReadOnlyList<StaleRow> rows, string? problem = null) : AkkaOrmException(problem ?? Describe(rows), null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-stale";

    /// <summary>Every stale row.</summary>
    public IReadOnlyList<StaleRow> Rows { get; } = rows;

    /// <summary>Keys of the stale rows of one entity.</summary>
    public IEnumerable<object> KeysOf<T>() where T : class => Rows.Where(r => r.Entity == typeof(T)).Select(r => r.Key);

    private protected override string DefaultDetail => "nothing of this unit was written";

    private protected override string DefaultHint =>
        "1. read again and decide: RefreshAsync, or the whole unit by RetryAsync  2. show the user both states  3. to let the last writer win: ExecuteAsync($\"update …\"), or HasNoVersion in the model";

    private static string Describe(IReadOnlyList<StaleRow> rows) =>
        $"{(rows.Count == 1 ? "a row was" : $"{rows.Count} rows were")} changed or deleted since read: " +
        $"{ErrorText.Few([.. rows.Select(r => ErrorText.Row(r.Entity.Name, r.Key) + (r.Gone ? " (gone)" : ""))])}.";
}
