using System.Collections.Immutable;
using System.Diagnostics;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;

namespace AkkaOrm.Telemetry;

/// <summary>Sees what is sent for one request: for traces, counts and the echo.</summary>
/// <param name="isUpkeep">What a connection sends of its own after the request was answered: its activities are named so, and nobody takes them for statements of the session.</param>
internal sealed class BatchObserver(StatementEcho echo, RequestContext context, bool isUpkeep = false)
{
    /// <summary>Where a statement works for several: the contexts of all who asked for it, by its place in the batch.</summary>
    public Func<int, ImmutableArray<RequestContext>>? AskersOf { get; init; }

    public BatchWatch Sending(ImmutableArray<BoundStatement> batch)
    {
        Instruments.Statements.Add(batch.Length);
        Instruments.RoundTrips.Add(1);
        return new BatchWatch(echo, context, AskersOf, batch, isUpkeep ? "upkeep" : "statement");
    }
}

/// <summary>One batch under way: tell it how it ended, then dispose of it.</summary>
internal sealed class BatchWatch : IDisposable
{
    private readonly StatementEcho _echo;
    private readonly RequestContext _context;
    private readonly Func<int, ImmutableArray<RequestContext>>? _askersOf;
    private readonly ImmutableArray<BoundStatement> _batch;
    private readonly Activity?[]? _activities;
    private readonly Activity? _outer;
    private readonly long _started = Stopwatch.GetTimestamp();

    public BatchWatch(StatementEcho echo, RequestContext context, Func<int, ImmutableArray<RequestContext>>? askersOf, ImmutableArray<BoundStatement> batch, string activityName)
    {
        (_echo, _context, _askersOf, _batch) = (echo, context, askersOf, batch);
        if (!Instruments.Activities.HasListeners()) return;
        _outer = Activity.Current;
        _activities = new Activity?[batch.Length];
        for (var i = 0; i < _activities.Length; i++) _activities[i] = Start(activityName, batch[i], askersOf?.Invoke(i) ?? [context]);
    }

    public void Done(ImmutableArray<StepResult> results)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        Instruments.BatchDuration.Record(elapsed.TotalSeconds);
        for (var i = 0; i < _batch.Length; i++) _activities?[i]?.SetTag("db.response.returned_rows", Rows(results[i]));
        _echo.Done(_context, _askersOf, _batch, results, elapsed);
    }

    public void Failed(ServerFault? fault)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        Instruments.BatchDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("error.type", fault?.SqlState ?? "connection"));
        for (var i = 0; i < _batch.Length; i++)
        {
            if (fault is null || fault.Statement < 0 || fault.Statement == i) _activities?[i]?.SetStatus(ActivityStatusCode.Error).SetTag("db.response.status_code", fault?.SqlState);
            else if (i > fault.Statement) _activities?[i]?.SetTag("akkaorm.not_run", true);
        }
        _echo.Failed(_context, _askersOf, _batch, fault, elapsed);
    }

    public void Dispose()
    {
        if (_activities is null) return;
        foreach (var activity in _activities) activity?.Dispose();
        Activity.Current = _outer;
    }

    internal static int Rows(StepResult result) => result.Made is null && result.Pages[0].Columns.IsEmpty ? result.Affected : result.RowCount;

    // It is a child of the first who asked, and linked to all others.
    private Activity? Start(string name, BoundStatement bound, ImmutableArray<RequestContext> askers)
    {
        ActivityContext.TryParse(askers[0].TraceParent, null, out var parent);
        var activity = Instruments.Activities.StartActivity(name, ActivityKind.Client, parent);
        if (activity is not { IsAllDataRequested: true }) return activity;
        activity.SetTag("db.system.name", "postgresql").SetTag("db.query.text", bound.Statement.Sql).SetTag("akkaorm.session", askers[0].Session);
        if (askers.Length > 1) activity.SetTag("akkaorm.askers", askers.Length);
        for (var i = 1; i < askers.Length; i++)
        {
            if (ActivityContext.TryParse(askers[i].TraceParent, null, out var other)) activity.AddLink(new ActivityLink(other));
        }
        if (_batch.Length > 1) activity.SetTag("db.operation.batch.size", _batch.Length);
        for (var i = 0; i < bound.Arguments.Length; i++) activity.SetTag($"db.query.parameter.{i + 1}", ParameterText.Of(bound.Arguments[i], _echo.ShowsParameters));
        return activity;
    }
}
