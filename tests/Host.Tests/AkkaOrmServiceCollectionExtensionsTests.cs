using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaOrm;

/// <summary>AkkaOrm in a container: what is there, in whose actor system, and what stops a start. No database is asked.</summary>
public sealed class AkkaOrmServiceCollectionExtensionsTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=shop;Username=app;Password=secret";

    [Fact]
    public async Task The_orm_is_one_and_each_scope_has_a_session()
    {
        await using var provider = new ServiceCollection().AddAkkaOrm(Travel.Model, o => o.ConnectionString = Nowhere).BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<Orm>(), provider.GetRequiredService<Orm>());
        Session first;
        using (var scope = provider.CreateScope()) first = scope.ServiceProvider.GetRequiredService<Session>();
        await using var other = provider.CreateAsyncScope();
        Assert.NotSame(first, other.ServiceProvider.GetRequiredService<Session>());
        await Assert.ThrowsAsync<SessionClosedException>(() => first.FindAsync<Traveler>(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_actor_system_of_the_container_is_used_whenever_it_is_added(bool before)
    {
        var services = new ServiceCollection().AddLogging();
        if (before) services.AddAkka("shop", _ => { });
        services.AddAkkaOrm(Travel.Model, o => o.ConnectionString = Nowhere);
        if (!before) services.AddAkka("shop", _ => { });
        await using var provider = services.BuildServiceProvider();
        var orm = provider.GetRequiredService<Orm>();
        Assert.Same(orm, Orm.Get(provider.GetRequiredService<ActorSystem>()));
        Assert.Equal("shop", orm.Engine.System.Name);
        await provider.GetRequiredService<ActorSystem>().Terminate();
    }

    [Fact]
    public async Task Without_one_it_has_its_own_which_ends_with_the_host()
    {
        using var host = Host.CreateApplicationBuilder().Services(s => s.AddAkkaOrm(Travel.Model, o => o.ConnectionString = Nowhere)).Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<Orm>().Engine.System;
        Assert.Equal("akka-orm", system.Name);
        Assert.Null(host.Services.GetService<ActorSystem>());
        await host.StopAsync();
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Orms_of_different_keys_stand_beside_each_other()
    {
        await using var provider = new ServiceCollection()
            .AddAkkaOrm(Travel.Model, o => o.MaxConnections = 3)
            .AddKeyedAkkaOrm("reports", Travel.Model, o => o.MaxConnections = 2)
            .BuildServiceProvider();
        var (orm, reports) = (provider.GetRequiredService<Orm>(), provider.GetRequiredKeyedService<Orm>("reports"));
        Assert.NotSame(orm, reports);
        Assert.Equal((3, 2), (orm.Engine.Settings.Connections.MaxSize, reports.Engine.Settings.Connections.MaxSize));
        await using var scope = provider.CreateAsyncScope();
        Assert.NotSame(scope.ServiceProvider.GetRequiredService<Session>(), scope.ServiceProvider.GetRequiredKeyedService<Session>("reports"));
    }

    [Fact]
    public void A_second_orm_without_a_key_is_refused()
    {
        var services = new ServiceCollection().AddAkkaOrm(Travel.Model);
        Assert.Contains("AddKeyedAkkaOrm", Assert.Throws<InvalidOperationException>(() => services.AddAkkaOrm(Travel.Model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_option_is_named_at_start()
    {
        using var host = Host.CreateApplicationBuilder().Services(s => s.AddAkkaOrm(Travel.Model, o =>
        {
            o.ConnectionString = Nowhere;
            o.MaxConnections = 0;
            o.ConnectTimeout = TimeSpan.FromMilliseconds(3);
        })).Build();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
            [
                "OrmOptions.MaxConnections: akka.orm.connections.max-size is \"0\": it must be between 1 and 10000",
                "OrmOptions.ConnectTimeout: akka.orm.connections.connect-timeout is \"3ms\": it must be at least 1000 ms",
            ],
            error.Failures);
    }

    [Theory]
    [InlineData("MaxConnections", "0", "OrmOptions.MaxConnections (AkkaOrm:MaxConnections): akka.orm.connections.max-size is \"0\"")]
    [InlineData("MaxConnections", "many", "AkkaOrm:MaxConnections")]
    [InlineData("MaxConections", "5", "MaxConections")]
    [InlineData("ConnectionString", "", "OrmOptions.ConnectionString (AkkaOrm:ConnectionString, akka.orm.connection-string): there is no connection string")]
    [InlineData("ConnectionString", "Hots=db;Password=secret", "the connection string can't be read")]
    public async Task A_wrong_key_or_value_of_the_configuration_is_named_at_start(string key, string value, string text)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["AkkaOrm:ConnectionString"] = Nowhere, [$"AkkaOrm:{key}"] = value });
        using var host = builder.Services(s => s.AddAkkaOrm(Travel.Model, builder.Configuration.GetSection("AkkaOrm"))).Build();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}

internal static class Builders
{
    public static HostApplicationBuilder Services(this HostApplicationBuilder builder, Action<IServiceCollection> add)
    {
        add(builder.Services);
        return builder;
    }
}
