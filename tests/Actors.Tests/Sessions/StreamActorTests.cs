using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Settings;
using Xunit;
using static AkkaOrm.Query;

namespace AkkaOrm.Sessions;

/// <summary>What a stream asks of the router and of its connection, which a probe plays.</summary>
public sealed class StreamActorTests() : TestKit("akka.stdout-loglevel = OFF")
{
    /// <summary>S9: the connection cleans itself after statements of that kind.</summary>
    [Fact]
    public async Task A_users_text_stays_one_within_its_cursor()
    {
        Assert.Equal(StatementKind.Raw, await KindOfDeclareAsync(FromSql<string>($"SELECT name FROM guest")));
        Assert.Equal(StatementKind.Control, await KindOfDeclareAsync(From<Guest>()));
    }

    [Fact]
    public async Task Answers_to_other_requests_are_passed_over_and_a_foreign_lease_goes_back()
    {
        var (stream, server) = Open(From<Guest>());
        var acquire = await server.ExpectMsgAsync<ConnectionRouterProtocol.Acquire>();
        stream.Tell(new ConnectionRouterProtocol.Rejected(acquire.Request + 1, new ConnectionLostException("another's.")));
        stream.Tell(new ConnectionProtocol.Granted(acquire.Request + 1, 7, server));
        Assert.Equal(7, (await server.ExpectMsgAsync<ConnectionProtocol.Release>()).Lease);
        stream.Tell(new ConnectionProtocol.Granted(acquire.Request, 8, server));
        Assert.Equal(8, (await server.ExpectMsgAsync<ConnectionProtocol.Execute>()).Lease);
        stream.Tell(new ConnectionRouterProtocol.Rejected(acquire.Request, new ConnectionLostException("too late.")));
        stream.Tell(new ConnectionProtocol.Granted(acquire.Request, 9, server));
        Assert.Equal(9, (await server.ExpectMsgAsync<ConnectionProtocol.Release>()).Lease);
    }

    [Fact]
    public async Task A_stream_that_gets_no_connection_ends()
    {
        var (stream, server) = Open(From<Guest>());
        var acquire = await server.ExpectMsgAsync<ConnectionRouterProtocol.Acquire>();
        await WatchAsync(stream);
        stream.Tell(new ConnectionRouterProtocol.Rejected(acquire.Request, new ConnectionLostException("lost.")));
        await ExpectTerminatedAsync(stream);
    }

    private async Task<StatementKind> KindOfDeclareAsync(Query query)
    {
        var (stream, server) = Open(query);
        var acquire = await server.ExpectMsgAsync<ConnectionRouterProtocol.Acquire>();
        stream.Tell(new ConnectionProtocol.Granted(acquire.Request, 1, server));
        var declare = (await server.ExpectMsgAsync<ConnectionProtocol.Execute>()).Plan.Steps[^1].Statement;
        Assert.StartsWith("DECLARE", declare.Sql);
        return declare.Kind;
    }

    private (IActorRef Stream, TestProbe Server) Open(Query query)
    {
        var server = CreateTestProbe();
        var stream = Sys.ActorOf(StreamActor.Props(new SessionSetup("s", Desk.Model, AkkaOrmSettings.Create(null), server, null, new SessionOptions())));
        stream.Tell(new SessionProtocol.OpenStream(query));
        return (stream, server);
    }
}
