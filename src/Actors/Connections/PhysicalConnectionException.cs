using AkkaOrm.Protocols;

namespace AkkaOrm.Connections;

/// <summary>Carries a <see cref="ServerFault"/> up from a physical connection.</summary>
internal sealed class PhysicalConnectionException(ServerFault fault, Exception? inner = null) : Exception(fault.SqlState ?? "connection fault", inner)
{
    public ServerFault Fault { get; } = fault;
}
