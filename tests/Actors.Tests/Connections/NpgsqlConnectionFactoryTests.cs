using AkkaOrm.Connections;
using AkkaOrm.Settings;
using Npgsql;
using Xunit;

namespace Actors.Tests.Connections;

public sealed class NpgsqlConnectionFactoryTests
{
    [Theory]
    [InlineData("Host=db", 30, 10)]
    [InlineData("Host=db;Tcp Keepalive Time=7;Tcp Keepalive Interval=3", 7, 3)]
    public void A_peer_that_is_gone_is_noticed_and_what_the_connection_string_sets_wins(string text, int time, int interval)
    {
        var completed = NpgsqlConnectionFactory.Completed(new NpgsqlConnectionStringBuilder(text), AkkaOrmSettings.Create(null));
        Assert.Equal((true, time, interval), (completed.TcpKeepAlive, completed.TcpKeepAliveTime, completed.TcpKeepAliveInterval));
    }
}
