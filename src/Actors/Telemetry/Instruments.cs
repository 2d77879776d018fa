using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AkkaOrm.Telemetry;

/// <summary>What is measured and traced, under the names that OpenTelemetry gives them where it has one.</summary>
internal static class Instruments
{
    public const string Name = "AkkaOrm";

    public static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Statements = Meter.CreateCounter<long>("akkaorm.statements", "{statement}", "Statements sent.");
    public static readonly Counter<long> RoundTrips = Meter.CreateCounter<long>("akkaorm.round_trips", "{round_trip}", "Batches of statements sent.");
    public static readonly Histogram<double> BatchDuration = Meter.CreateHistogram<double>("db.client.operation.duration", "s", "From sending a batch to its last row.");
    public static readonly Histogram<double> WaitTime = Meter.CreateHistogram<double>("db.client.connection.wait_time", "s", "From asking for a connection to having one.");
    public static readonly Histogram<double> UseTime = Meter.CreateHistogram<double>("db.client.connection.use_time", "s", "From having a connection to its return.");
    public static readonly Counter<long> Rejections = Meter.CreateCounter<long>("akkaorm.rejections", "{request}", "Requests that got no connection, by error code.");
    public static readonly Counter<long> Opened = Meter.CreateCounter<long>("akkaorm.connections.opened", "{connection}", "Connections opened.");
    public static readonly Counter<long> Closed = Meter.CreateCounter<long>("akkaorm.connections.closed", "{connection}", "Connections closed, by reason.");
    public static readonly Counter<long> Leaks = Meter.CreateCounter<long>("akkaorm.leases.leaked", "{lease}", "Leases that ended with a transaction open.");
}
