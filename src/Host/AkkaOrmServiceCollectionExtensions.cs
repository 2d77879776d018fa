using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Lifetimes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds AkkaOrm to a container.</summary>
public static class AkkaOrmServiceCollectionExtensions
{
    /// <summary>
    /// <see cref="Orm"/> as a singleton, <see cref="Session"/> in each scope, and a health check <c>akka-orm</c> with the tag <c>ready</c>. Runs in the
    /// <see cref="ActorSystem"/> of the container if it has one, whether that is added before or after, else in one of its own, which ends with the host.
    /// </summary>
    /// <remarks>
    /// Options are checked when the host starts; the database is first asked when something needs it. The Orm is stopped after all hosted services are,
    /// so that they can finish what they do. With an actor system of the container its CoordinatedShutdown lets statements under way finish.
    /// </remarks>
    /// <param name="model">What is mapped.</param>
    /// <param name="configure">What is not set is as HOCON says.</param>
    /// <exception cref="InvalidOperationException">The container has an Orm already: a second one gets a key.</exception>
    public static IServiceCollection AddAkkaOrm(this IServiceCollection services, Model model, Action<OrmOptions>? configure = null)
    {
        services.AddOptions<OrmOptions>().Configure(configure ?? Nothing);
        return Add(services, null, model, where: null);
    }

    /// <inheritdoc cref="AddAkkaOrm(IServiceCollection, Model, Action{OrmOptions}?)"/>
    /// <param name="section">Its keys are the properties of <see cref="OrmOptions"/>; one that is not known stops the start.</param>
    public static IServiceCollection AddAkkaOrm(this IServiceCollection services, Model model, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddOptions<OrmOptions>().Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        return Add(services, null, model, (section as IConfigurationSection)?.Path);
    }

    /// <summary>As <see cref="AddAkkaOrm(IServiceCollection, Model, Action{OrmOptions}?)"/>, for one of several databases: <see cref="Orm"/> and <see cref="Session"/> are resolved by the key, and the health check is <c>akka-orm:key</c>.</summary>
    /// <param name="key">What <c>[FromKeyedServices]</c> names.</param>
    /// <param name="model">What is mapped.</param>
    /// <param name="configure">What is not set is as HOCON says.</param>
    public static IServiceCollection AddKeyedAkkaOrm(this IServiceCollection services, object key, Model model, Action<OrmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        services.AddOptions<OrmOptions>($"{key}").Configure(configure ?? Nothing);
        return Add(services, key, model, where: null);
    }

    /// <summary><see cref="Orm"/> and <see cref="Session"/> of the container's <see cref="ActorSystem"/>, which <c>akka.WithAkkaOrm(…)</c> set up; and the health check.</summary>
    /// <exception cref="InvalidOperationException">The container has an Orm already: a second one gets a key.</exception>
    public static IServiceCollection AddAkkaOrm(this IServiceCollection services) => Add(services, null, provider => Orm.Get(provider.GetRequiredService<ActorSystem>()), where: null);

    private static IServiceCollection Add(IServiceCollection services, object? key, Model model, string? where)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = key is null ? Options.Options.DefaultName : $"{key}";
        services.AddOptions<OrmOptions>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OrmOptions>>(new OrmOptionsValidation(name, where));
        return Add(services, key, provider => OrmStart.In(provider, model, name), where);
    }

    private static IServiceCollection Add(IServiceCollection services, object? key, Func<IServiceProvider, Orm> make, string? where)
    {
        if (services.Any(s => s.ServiceType == typeof(Orm) && Equals(s.ServiceKey, key)))
            throw new InvalidOperationException(key is null ? "the container has an Orm already: a second one gets a key, AddKeyedAkkaOrm(\"reports\", …)" : $"the container has an Orm of key {key} already");
        var name = key is null ? "akka-orm" : $"akka-orm:{key}";
        services.AddKeyedSingleton(key, (provider, _) => make(provider));
        services.AddKeyedScoped(key, (provider, _) => Get(provider).OpenSession());
        services.AddSingleton<IHostedService>(provider => new OrmLifetime(() => Get(provider), name, where));
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, provider => new OrmHealthCheck(Get(provider)), failureStatus: null, ["ready"]));
        return services;

        Orm Get(IServiceProvider provider) => provider.GetRequiredKeyedService<Orm>(key);
    }

    private static void Nothing(OrmOptions options) { }
}
