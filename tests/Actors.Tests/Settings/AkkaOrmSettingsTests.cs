using Akka.Configuration;
using AkkaOrm.Settings;
using Xunit;

namespace Actors.Tests.Settings;

public sealed class AkkaOrmSettingsTests
{
    [Fact]
    public void What_nobody_sets_is_as_in_reference_conf()
    {
        var settings = AkkaOrmSettings.Create(null);
        Assert.Equal("", settings.ConnectionString);
        Assert.Equal((16, 1024, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)), (settings.Connections.MaxSize, settings.Connections.MaxWaiting, settings.Connections.AcquireTimeout, settings.Connections.CancelGrace));
        Assert.Equal(((TimeSpan?)null, 100_000, TimeSpan.FromSeconds(30), true, 1000), (settings.Session.IdleTimeout, settings.Session.MaxTracked, settings.Session.RequestTimeout, settings.Session.OthersWait, settings.Session.MaxQueued));
        Assert.Equal((false, false, (TimeSpan?)null), (settings.Statements.Echo, settings.Statements.EchoParameters, settings.Statements.Slow));
    }

    [Fact]
    public void What_is_set_counts_and_the_rest_stays()
    {
        var settings = Create("connections { max-size = 2, acquire-timeout = 100ms, max-lifetime = off }\nsession.other-owners = refuse\nstatements.echo = on");
        Assert.Equal((2, 128, TimeSpan.FromMilliseconds(100), (TimeSpan?)null), (settings.Connections.MaxSize, settings.Connections.MaxWaiting, settings.Connections.AcquireTimeout, settings.Connections.MaxLifetime));
        Assert.False(settings.Session.OthersWait);
        Assert.True(settings.Statements.Echo);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.Connections.ConnectTimeout);
    }

    [Fact]
    public void All_faults_are_told_at_once_with_setting_and_value()
    {
        var error = Assert.Throws<ConfigurationException>(() => Create("""
            connections { max-size = 0, acquire-timeout = soon, backoff-min = 10s }
            session { other-owners = maybe, idle-timeout = 0s }
            statements.echo = loud
            """));
        Assert.Equal("""
            6 of the settings are wrong:
              akka.orm.connections.max-size is "0": it must be between 1 and 10000
              akka.orm.connections.acquire-timeout is "soon": it must be a duration, as in 500ms, 5s or 10m
              akka.orm.session.idle-timeout is "0s": it must be a duration above zero, as in 500ms, 5s or 10m, or off
              akka.orm.session.other-owners is "maybe": it must be wait or refuse
              akka.orm.statements.echo is "loud": it must be on or off
              akka.orm.connections.backoff-min is longer than connections.backoff-max
            """, error.Message);
    }

    [Fact]
    public void Every_setting_in_reference_conf_has_a_comment_above_it()
    {
        using var stream = typeof(AkkaOrmSettings).Assembly.GetManifestResourceStream("AkkaOrm.reference.conf")!;
        var lines = new StreamReader(stream).ReadToEnd().Split('\n').Select(line => line.Trim()).ToArray();
        var bare = lines.Where((line, i) => line.Contains(" = ") && !line.StartsWith('#') && i > 0 && !IsExplained(lines, i)).ToArray();
        Assert.Empty(bare);
    }

    // Two settings may share what is said above the first.
    private static bool IsExplained(string[] lines, int setting)
    {
        var above = setting - 1;
        while (above > 0 && lines[above].Contains(" = ") && !lines[above].StartsWith('#')) above--;
        return lines[above].StartsWith('#');
    }

    private static AkkaOrmSettings Create(string hocon) => AkkaOrmSettings.Create(ConfigurationFactory.ParseString(hocon));
}
