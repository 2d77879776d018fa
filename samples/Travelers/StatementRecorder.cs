using System.Collections.Concurrent;
using System.Diagnostics;

namespace Travelers;

/// <summary>Keeps the text of every statement AkkaOrm sends in this process, in the order they ended. Thread-safe.</summary>
internal sealed class StatementRecorder : IDisposable
{
    private static readonly string[] TransactionControl = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"];
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly ActivityListener _listener;

    public StatementRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "AkkaOrm",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == "statement" && activity.GetTagItem("db.query.text") is string sql) _statements.Enqueue(sql);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Everything sent since <see cref="Clear"/>, BEGIN and COMMIT too.</summary>
    public IReadOnlyList<string> All => [.. _statements];

    /// <summary>What was sent since <see cref="Clear"/> without transaction control: the statements that cost something.</summary>
    public IReadOnlyList<string> Work => [.. _statements.Where(sql => !TransactionControl.Any(word => sql.StartsWith(word, StringComparison.OrdinalIgnoreCase)))];

    public void Clear() => _statements.Clear();

    public void Dispose() => _listener.Dispose();
}
