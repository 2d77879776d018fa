using System.Collections.Immutable;
using Akka.Actor;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaOrm.Lifetimes;

/// <summary>Ready means: connections are at work, or one answers now. Being busy is not being ill.</summary>
internal sealed class OrmHealthCheck(Orm orm) : IHealthCheck
{
    /// <summary>Opening a connection included; a probe that asks more often is answered by the connections at work.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Plan Question = new([new PlanStep(new CompiledStatement("SELECT 1", [], [Types.StoreTypes.Integer], StatementKind.Read), ImmutableArray<Argument>.Empty)]);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var router = orm.Engine.Router;
            var status = await router.Ask<ConnectionRouterProtocol.Status>(new ConnectionRouterProtocol.GetStatus(), Patience, cancellationToken).ConfigureAwait(false);
            if (status.Busy + status.Leased > 0) return HealthCheckResult.Healthy("connections are at work", Data(status));
            var now = Environment.TickCount64;
            var run = new ConnectionRouterProtocol.Run(1, Question, new RequestContext(now + (long)Patience.TotalMilliseconds, now, "health check"));
            return await router.Ask<object>(run, Patience + TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false) switch
            {
                ConnectionProtocol.Done => HealthCheckResult.Healthy("the server answers", Data(status)),
                ConnectionRouterProtocol.Rejected rejected => Failed(context, rejected.Error.Problem, rejected.Error, status),
                ConnectionProtocol.Faulted { Fault: var fault } => Failed(context, fault.Error?.Problem ?? $"the server does not answer ({fault.SqlState ?? "no SQLSTATE"})", fault.Error, status),
                var other => Failed(context, $"an unexpected answer, {other.GetType().Name}", null, status),
            };
        }
        catch (AskTimeoutException silence)
        {
            return new(context.Registration.FailureStatus, $"no answer within {Patience.TotalSeconds:0} s", silence);
        }
    }

    private static HealthCheckResult Failed(HealthCheckContext context, string problem, AkkaOrmException? error, ConnectionRouterProtocol.Status status) =>
        new(context.Registration.FailureStatus, problem, error, Data(status));

    private static Dictionary<string, object> Data(ConnectionRouterProtocol.Status status) => new()
    {
        ["max"] = status.MaxSize,
        ["idle"] = status.Idle,
        ["busy"] = status.Busy,
        ["leased"] = status.Leased,
        ["connecting"] = status.Connecting,
        ["waiting"] = status.Waiting,
    };
}
