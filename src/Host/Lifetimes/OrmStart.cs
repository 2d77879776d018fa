using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Hosting.Logging;
using AkkaOrm.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaOrm.Lifetimes;

/// <summary>Starts an Orm in the actor system of a container, or in one of its own.</summary>
internal static class OrmStart
{
    public static Orm In(IServiceProvider provider, Model model, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<OrmOptions>>().Get(name);
        var given = provider.GetService<ActorSystem>();
        return Orm.Start(given ?? OwnSystem(provider), model, options, settings => new NpgsqlConnectionFactory(settings), ownsSystem: given is null);
    }

    // It logs where the host logs, and ends when the host says so.
    private static ActorSystem OwnSystem(IServiceProvider provider)
    {
        var config = ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off");
        var setup = ActorSystemSetup.Empty;
        if (provider.GetService<ILoggerFactory>() is { } loggers)
        {
            setup = setup.And(new LoggerFactorySetup(loggers));
            config = ConfigurationFactory.ParseString($"akka.loggers = [\"{typeof(LoggerFactoryLogger).FullName}, {typeof(LoggerFactoryLogger).Assembly.GetName().Name}\"]").WithFallback(config);
        }
        return ActorSystem.Create("akka-orm", setup.And(BootstrapSetup.Create().WithConfig(config)));
    }
}
