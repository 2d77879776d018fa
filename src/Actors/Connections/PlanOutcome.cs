using AkkaOrm.Compilation;
using AkkaOrm.Protocols;

namespace AkkaOrm.Connections;

/// <summary>How a plan ended: with a result, or with a fault that says where and how far it had come.</summary>
/// <param name="Step">Index into the plan's steps; -1 when it was BEGIN, COMMIT or the connection.</param>
internal sealed record PlanOutcome(PlanResult? Result, ServerFault? Fault, int Step, PlanPhase Phase)
{
    public int Statements { get; init; }
    public int RoundTrips { get; init; }

    /// <summary>From the first byte to the last row.</summary>
    public double Milliseconds { get; init; }
}
