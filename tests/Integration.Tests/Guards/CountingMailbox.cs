using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using AkkaOrm;
using AkkaOrm.Protocols;

namespace Integration.Tests.Guards;

/// <summary>An unbounded mailbox; messages of ours to actors of ours are counted when they come in. A timer that rings is none: it depends on the clock.</summary>
public sealed class CountingMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<CountingMailbox.Queue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue(Actor(owner), MessageCounter.Of(system.Name));

    // The part of the path that says what kind of actor it is.
    private static string? Actor(IActorRef? owner) => owner?.Path.ToString() switch
    {
        null => null,
        var path when path.Contains("/connection-", StringComparison.Ordinal) => "connection",
        var path when path.Contains("/akka-orm-router", StringComparison.Ordinal) => "router",
        var path when path.Contains("/akka-orm-sessions", StringComparison.Ordinal) => path.Split('/')[^2].StartsWith("akka-orm-sessions", StringComparison.Ordinal) ? "session" : "below a session",
        _ => null,
    };

    public sealed class Queue(string? actor, MessageCounter counter) : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        private readonly UnboundedMessageQueue _queue = new();

        public bool HasMessages => _queue.HasMessages;
        public int Count => _queue.Count;

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            if (actor is not null && envelope.Message is not ConnectionRouterProtocol.GetStatus && envelope.Message.GetType().Assembly == typeof(Orm).Assembly) counter.Add($"{actor} {Name(envelope.Message.GetType())}");
            _queue.Enqueue(receiver, envelope);
        }

        public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

        public void CleanUp(IActorRef owner, IMessageQueue deadletters) => _queue.CleanUp(owner, deadletters);

        private static string Name(Type type) => type.Name.Split('`')[0];
    }
}
