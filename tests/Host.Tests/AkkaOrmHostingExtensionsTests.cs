using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AkkaOrm;

/// <summary>AkkaOrm as a part of an actor system that Akka.Hosting makes.</summary>
public sealed class AkkaOrmHostingExtensionsTests
{
    [Fact]
    public async Task The_orm_starts_with_the_actor_system_and_comes_from_the_container()
    {
        using var host = Host.CreateApplicationBuilder().Services(s => s
            .AddAkkaOrm()
            .AddAkka("shop", akka => akka
                .WithAkkaOrm(Travel.Model, o => { o.ConnectionString = "Host=127.0.0.1;Port=1"; o.MaxConnections = 3; })
                .WithActors((system, registry) => registry.Register<Desk>(system.ActorOf(Props.Create(() => new Desk(Orm.Get(system)))))))).Build();
        await host.StartAsync();
        var desk = await host.Services.GetRequiredService<IRequiredActor<Desk>>().GetAsync();
        Assert.Equal(3, await desk.Ask<int>("max", TimeSpan.FromSeconds(10)));
        Assert.Same(Orm.Get(host.Services.GetRequiredService<ActorSystem>()), host.Services.GetRequiredService<Orm>());
        await host.StopAsync();
    }

    /// <summary>Ours overrides what was there, and what is prepended after overrides ours.</summary>
    [Fact]
    public async Task HOCON_before_and_after_the_options_has_its_place()
    {
        using var host = Host.CreateApplicationBuilder().Services(s => s
            .AddAkkaOrm()
            .AddAkka("shop", akka => akka
                .AddHocon("akka.orm { connection-string = \"Host=127.0.0.1;Port=1\", connections.max-size = 4, session.max-tracked = 5 }", HoconAddMode.Prepend)
                .WithAkkaOrm(Travel.Model, o => { o.MaxConnections = 3; o.MaxQueued = 7; })
                .AddHocon("akka.orm.session.max-queued = 8", HoconAddMode.Prepend))).Build();
        await host.StartAsync();
        var settings = host.Services.GetRequiredService<Orm>().Engine.Settings;
        Assert.Equal((3, 5, 8), (settings.Connections.MaxSize, settings.Session.MaxTracked, settings.Session.MaxQueued));
        await host.StopAsync();
    }

    [Fact]
    public void A_wrong_option_is_told_where_it_is_set()
    {
        var services = new ServiceCollection().AddLogging().AddAkka("shop", akka => akka.WithAkkaOrm(Travel.Model, o => o.MaxConnections = 0));
        using var provider = services.BuildServiceProvider();
        var error = Assert.Throws<ConfigurationException>(provider.GetRequiredService<ActorSystem>);
        Assert.Contains("akka.orm.connections.max-size is \"0\"", error.Message, StringComparison.Ordinal);
    }

    private sealed class Desk : ReceiveActor
    {
        public Desk(Orm orm) => Receive<string>(_ => Sender.Tell(orm.Engine.Settings.Connections.MaxSize));
    }
}
