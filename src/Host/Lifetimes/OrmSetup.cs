using Akka.Actor;
using Akka.Actor.Setup;

namespace AkkaOrm.Lifetimes;

/// <summary>What HOCON can't carry.</summary>
internal sealed class OrmSetup(Model model) : Setup
{
    public Model Model { get; } = model;
}

/// <summary>The Orm that starts with its actor system, so that it is there before any actor asks for it.</summary>
internal sealed class OrmOfSystem(Orm orm) : IExtension
{
    public Orm Orm { get; } = orm;
}

/// <summary>Named in <c>akka.extensions</c>.</summary>
internal sealed class OrmOfSystemProvider : ExtensionIdProvider<OrmOfSystem>
{
    public override OrmOfSystem CreateExtension(ExtendedActorSystem system)
    {
        var setup = system.Settings.Setup.Get<OrmSetup>();
        if (!setup.HasValue) throw new InvalidOperationException("the actor system has no model: call akka.WithAkkaOrm(model, …)");
        return new(Orm.Start(system, setup.Value.Model, new OrmOptions()));
    }
}
