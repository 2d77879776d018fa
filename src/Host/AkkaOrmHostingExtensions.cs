using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Lifetimes;
using AkkaOrm.Settings;

namespace Akka.Hosting;

/// <summary>Adds AkkaOrm to an actor system that Akka.Hosting makes.</summary>
public static class AkkaOrmHostingExtensions
{
    /// <summary>
    /// Starts an <see cref="Orm"/> together with the actor system: <c>Orm.Get(system)</c> in actors, and from the container with <c>services.AddAkkaOrm()</c>.
    /// Once for a system; for more databases there is <c>services.AddKeyedAkkaOrm</c>.
    /// </summary>
    /// <param name="model">What is mapped.</param>
    /// <param name="configure">Becomes HOCON below <c>akka.orm</c>, above what was added before: HOCON that is prepended later wins.</param>
    /// <exception cref="Akka.Configuration.ConfigurationException">An option is wrong; lists all that are.</exception>
    public static AkkaConfigurationBuilder WithAkkaOrm(this AkkaConfigurationBuilder builder, Model model, Action<OrmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = new OrmOptions();
        configure?.Invoke(options);
        AkkaOrmSettings.Create(options.ToConfig());
        return builder
            .AddHocon(options.ToConfig("akka.orm."), HoconAddMode.Prepend)
            .AddHocon(AkkaOrmSettings.DefaultConfig(), HoconAddMode.Append)
            .AddSetup(new OrmSetup(model))
            .WithExtension<OrmOfSystemProvider>();
    }
}
