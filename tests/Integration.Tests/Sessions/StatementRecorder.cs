using System.Collections.Concurrent;
using System.Diagnostics;

namespace Integration.Tests.Sessions;

/// <summary>What this flow of work sent: statements by their traces, so that tests that run beside it don't count.</summary>
public sealed class StatementRecorder : IDisposable
{
    private static readonly ActivitySource Source = new("Integration.Tests");
    private readonly ActivityListener _listener;
    private readonly Activity _root;
    private readonly ConcurrentQueue<string> _statements = new();

    public StatementRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "AkkaOrm" or "Integration.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == "statement" && activity.TraceId == _root!.TraceId && activity.GetTagItem("db.query.text") is string sql) _statements.Enqueue(sql);
            },
        };
        ActivitySource.AddActivityListener(_listener);
        Activity.Current = null;
        _root = Source.StartActivity("test", ActivityKind.Internal)!;
    }

    public IReadOnlyList<string> All => [.. _statements];

    /// <summary>Without BEGIN, COMMIT and the like.</summary>
    public IReadOnlyList<string> Statements => [.. _statements.Where(s => s.Split(' ')[0] is not ("BEGIN" or "COMMIT" or "ROLLBACK" or "SAVEPOINT" or "RELEASE"))];

    public void Clear() => _statements.Clear();

    public void Dispose()
    {
        _root.Dispose();
        _listener.Dispose();
    }
}
