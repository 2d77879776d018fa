using Akka.Actor;
using Akka.Event;

namespace AkkaOrm.Protocols;

/// <summary>Between a session and the stream it opened.</summary>
internal static class StreamProtocol
{
    /// <summary>What the session's present command is answered with.</summary>
    /// <param name="IsOver">The stream has ended: nobody hears a further command.</param>
    internal sealed record Answer(SessionProtocol.Reply Reply, bool IsOver) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
