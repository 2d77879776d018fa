using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Akka.Event;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;

namespace AkkaOrm.Telemetry;

/// <summary>Logs statements as they were sent: all with <c>statements.echo</c>, the slow ones with <c>statements.slow</c>. Safe from any thread.</summary>
internal sealed class StatementEcho(ILoggingAdapter log, StatementSettings settings)
{
    // A compiled statement is one object for each shape: meeting it again means that its text came out of the cache.
    private readonly ConditionalWeakTable<CompiledStatement, object> _met = [];

    public bool ShowsParameters => settings.EchoParameters;

    public void Done(RequestContext context, Func<int, ImmutableArray<RequestContext>>? askersOf, ImmutableArray<BoundStatement> batch, ImmutableArray<StepResult> results, TimeSpan elapsed)
    {
        var isSlow = settings.Slow <= elapsed;
        if (!settings.Echo && !isSlow) return;
        for (var i = 0; i < batch.Length; i++)
        {
            var rows = BatchWatch.Rows(results[i]);
            Write(isSlow, Text(askersOf?.Invoke(i) ?? [context], batch, i, elapsed).Append(rows).Append(rows == 1 ? " row" : " rows").Append(Origin(batch[i].Statement)));
        }
    }

    public void Failed(RequestContext context, Func<int, ImmutableArray<RequestContext>>? askersOf, ImmutableArray<BoundStatement> batch, ServerFault? fault, TimeSpan elapsed)
    {
        var isSlow = settings.Slow <= elapsed;
        if (!settings.Echo && !isSlow) return;
        var guilty = fault?.Statement ?? -1;
        for (var i = 0; i < batch.Length && (guilty < 0 || i <= guilty); i++)
        {
            var text = Text(askersOf?.Invoke(i) ?? [context], batch, i, elapsed);
            if (i < guilty) text.Append("undone by a failure behind it");
            else text.Append("failed: ").Append(fault is { Severity: ServerFault.Unreadable } ? "an answer that can't be read" : fault?.SqlState ?? "the connection");
            Write(isSlow, text.Append(Origin(batch[i].Statement)));
        }
    }

    private StringBuilder Text(ImmutableArray<RequestContext> askers, ImmutableArray<BoundStatement> batch, int index, TimeSpan elapsed)
    {
        var text = new StringBuilder().Append('[').Append(askers[0].Session).Append(askers.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {askers.Length - 1} more")).Append("] ").Append(batch[index].Statement.Sql);
        var parameters = ParameterText.Of(batch[index], settings.EchoParameters);
        if (parameters.Length > 0) text.Append("  (").Append(parameters).Append(')');
        text.Append("  ").Append(elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)).Append(" ms");
        if (batch.Length > 1) text.Append(CultureInfo.InvariantCulture, $" for {batch.Length} in one round trip");
        return text.Append(", ");
    }

    private string Origin(CompiledStatement statement) => _met.TryAdd(statement, this) ? ", compiled" : ", cached";

    private void Write(bool isSlow, StringBuilder text)
    {
        if (isSlow) log.Warning("slow: {Statement}", text.ToString());
        else log.Info("{Statement}", text.ToString());
    }
}
