using Akka.Actor;
using AkkaOrm.Settings;

namespace AkkaOrm.Sessions;

/// <summary>What all Orms of an actor system share: the reference settings, and the first Orm for <see cref="Orm.Get"/>.</summary>
internal sealed class AkkaOrmExtension : IExtension
{
    private Orm? _first;

    public AkkaOrmExtension(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(AkkaOrmSettings.DefaultConfig());
        system.SystemActorOf(ClosedSessionsActor.Props, "akka-orm-closed-sessions");
    }

    public Orm? First => _first;
    public void Add(Orm orm) => Interlocked.CompareExchange(ref _first, orm, null);
    public void Remove(Orm orm) => Interlocked.CompareExchange(ref _first, null, orm);

    public static AkkaOrmExtension Of(ActorSystem system) => system.WithExtension<AkkaOrmExtension, Provider>();

    public sealed class Provider : ExtensionIdProvider<AkkaOrmExtension>
    {
        public override AkkaOrmExtension CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
