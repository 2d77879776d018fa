using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaOrm;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using Xunit;
using static AkkaOrm.Protocols.ConnectionRouterProtocol;

namespace Actors.Tests.Connections;

/// <summary>A router with real connection actors over a <see cref="FakeServer"/>; probes play the sessions. What must hold at any time is looked at with every status.</summary>
public abstract class RouterTestKit() : TestKit("akka.loglevel = INFO\nakka.stdout-loglevel = OFF")
{
    private long _request;
    private long _lastLease;

    internal FakeServer Server { get; } = new();

    internal IActorRef Router { get; private set; } = ActorRefs.Nobody;

    internal void Start(string hocon, TimeSpan? inDoubtPatience = null)
    {
        var settings = AkkaOrmSettings.Create(ConfigurationFactory.ParseString("connections.idle-check = 1h\n" + hocon));
        if (inDoubtPatience is { } patience) settings = settings with { Connections = settings.Connections with { InDoubtPatience = patience } };
        Router = Sys.ActorOf(ConnectionRouterActor.Props(settings, Server));
    }

    internal static RequestContext Context(string session = "s", int? within = null) =>
        new(within is { } ms ? Environment.TickCount64 + ms : long.MaxValue, Environment.TickCount64, session);

    internal long Run(TestProbe session, Plan plan, RequestContext? context = null)
    {
        Router.Tell(new Run(++_request, plan, context ?? Context()), session);
        return _request;
    }

    internal long Acquire(TestProbe session, RequestContext? context = null)
    {
        Router.Tell(new Acquire(++_request, context ?? Context()), session);
        return _request;
    }

    internal async Task<ConnectionProtocol.Granted> GrantedAsync(TestProbe session)
    {
        var granted = await session.ExpectMsgAsync<ConnectionProtocol.Granted>();
        Assert.True(granted.Lease > _lastLease, "lease numbers grow");
        _lastLease = granted.Lease;
        return granted;
    }

    /// <summary>The first connection is open and idle: a short acquire-timeout is no longer spent on opening it.</summary>
    internal async Task OpenFirstAsync()
    {
        var session = CreateTestProbe();
        do Run(session, TestPlans.Read("SELECT 1"));
        while (await session.ExpectMsgAsync<object>() is ConnectionRouterProtocol.Rejected);
        await UntilAsync(s => s.Idle == 1);
    }

    internal async Task<ConnectionProtocol.Granted> LeaseAsync(TestProbe session, RequestContext? context = null)
    {
        Acquire(session, context);
        return await GrantedAsync(session);
    }

    internal long Execute(ConnectionProtocol.Granted lease, TestProbe session, Plan plan, RequestContext? context = null)
    {
        lease.Connection.Tell(new ConnectionProtocol.Execute(lease.Lease, ++_request, plan, context ?? Context()), session);
        return _request;
    }

    internal static void Release(ConnectionProtocol.Granted lease, TestProbe session) => lease.Connection.Tell(new ConnectionProtocol.Release(lease.Lease), session);

    internal async Task<ConnectionRouterProtocol.Status> StatusAsync()
    {
        var status = await Router.Ask<ConnectionRouterProtocol.Status>(new GetStatus(), TimeSpan.FromSeconds(5));
        Assert.Equal(status.MaxSize, status.Absent + status.Connecting + status.Idle + status.Busy + status.Leased + status.Draining);
        Assert.True(status.Waiting == 0 || status.Idle == 0 || status.IsHolding, $"nobody waits beside an idle connection, cheap reads for a moment excepted: {status}");
        return status;
    }

    internal Task UntilAsync(Func<ConnectionRouterProtocol.Status, bool> holds) => AwaitAssertAsync(async () => Assert.True(holds(await StatusAsync())), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));

    /// <summary>All is quiet again, and a statement goes through.</summary>
    internal async Task AssertHealthyAsync()
    {
        await UntilAsync(s => s is { Busy: 0, Leased: 0, Waiting: 0, Draining: 0, Connecting: 0 });
        var probe = CreateTestProbe();
        var request = Run(probe, TestPlans.Read("SELECT 'healthy'"));
        Assert.Equal(request, (await probe.ExpectMsgAsync<ConnectionProtocol.Done>()).Request);
        await UntilAsync(s => s is { Busy: 0, Leased: 0, Waiting: 0 });
        Assert.All(Server.Connections.Where(c => c.IsOpen), c => Assert.Equal(TransactionStatus.Idle, c.Transaction));
    }
}
