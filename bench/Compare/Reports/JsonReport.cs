using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

/// <summary>A run for programs: times in microseconds, memory in bytes, every sample.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Of(IReadOnlyList<CaseResult> results, Machine machine, bool quick, DateOnly date) => JsonSerializer.Serialize(
        new
        {
            date,
            quick,
            machine,
            cases = results.Select(r => new
            {
                r.Name,
                r.Title,
                r.Group,
                r.Metric,
                r.Remark,
                r.Failure,
                took_seconds = Short(r.Took.TotalSeconds),
                contenders = r.Peers.Select(p => Contender(r, p)),
            }),
            geomeans = RatioLines.Means(results).ToDictionary(m => m.Peer, m => Short(m.Mean)),
        },
        Style) + "\n";

    private static object Contender(CaseResult result, PeerResult peer) => new
    {
        peer.Peer,
        ratio = result.Ratios.Where(r => r.Peer == peer.Peer).Select(r => (double?)Short(r.Ratio)).FirstOrDefault(),
        median = Short(peer.Median(result.Metric)),
        min = Short(peer.Least(result.Metric)),
        max = Short(peer.Most(result.Metric)),
        p99 = peer.P99 is { } p99 ? Short(p99) : (double?)null,
        bytes_per_operation = peer.BytesPerOperation is { } bytes ? Math.Round(bytes) : (double?)null,
        others = peer.Others.ToDictionary(o => o.What, o => Short(o.Value)) is { Count: > 0 } others ? others : null,
        samples = peer.Samples.Select(s => Short(s.Value(result.Metric))),
    };

    /// <summary>Four digits tell all that was measured.</summary>
    private static double Short(double value) => value == 0 ? 0 : double.Parse(value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
