using Akka.Actor;
using Akka.Event;

namespace AkkaOrm.Sessions;

/// <summary>Answers for sessions that have ended: a command that reached nobody is told so, instead of being waited for.</summary>
internal sealed class ClosedSessionsActor : ReceiveActor
{
    public ClosedSessionsActor()
    {
        Receive<DeadLetter>(letter =>
        {
            if (letter.Message is not SessionProtocol.Command command || letter.Sender.IsNobody()) return;
            letter.Sender.Tell(command is SessionProtocol.Close
                ? new SessionProtocol.Closed { Tag = command.Tag }
                : new SessionProtocol.Failed(new SessionClosedException($"session \"{letter.Recipient.Path.Name}\" is closed."), command.Label) { Tag = command.Tag }, letter.Recipient);
        });
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    public static Props Props { get; } = Akka.Actor.Props.Create(() => new ClosedSessionsActor());
}
