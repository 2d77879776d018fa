using Akka.Actor;
using Akka.Event;

namespace AkkaOrm.Protocols;

/// <summary>What passes between a session, its client handle and its parents, beside the public protocol.</summary>
internal static class SessionMessages
{
    internal interface IMessage : INoSerializationVerificationNeeded;

    /// <summary>The caller of a command gave up: it leaves the line, or what runs for it is stopped. The command is answered either way.</summary>
    internal sealed record CancelCommand(long Call) : IMessage, IDeadLetterSuppression;

    /// <summary>Waits for the session and keeps it: until EndUnit only commands of <paramref name="Unit"/> are worked on.</summary>
    internal sealed record BeginUnit(object Unit, UnitOptions Options) : SessionProtocol.Command;
    internal sealed record UnitBegun : SessionProtocol.Reply;

    /// <summary>Gives the session back; what is still staged or open is rolled back.</summary>
    internal sealed record EndUnit(object Unit) : SessionProtocol.Command;
    internal sealed record UnitEnded : SessionProtocol.Reply;

    /// <summary>What was staged with a command that was not run: it is staged all the same.</summary>
    internal sealed record TakePending : SessionProtocol.Command;

    /// <summary>Statements of our own making, in one transaction: the schema's.</summary>
    internal sealed record RunScript(IReadOnlyList<string> Statements) : SessionProtocol.Command;
    internal sealed record ScriptRun : SessionProtocol.Reply;

    /// <summary>Its handle was collected without Close.</summary>
    internal sealed record Abandoned : IMessage, IDeadLetterSuppression;

    /// <summary>Look whether you have been idle for too long.</summary>
    internal sealed record IdleCheck : IMessage, IDeadLetterSuppression
    {
        public static readonly IdleCheck Instance = new();
    }

    /// <summary>The Orm is stopping: end after the command under way, which is answered. A parent passes it on and answers <see cref="Finished"/> when the last of its sessions has ended.</summary>
    internal sealed record Finish : IMessage, IDeadLetterSuppression
    {
        public static readonly Finish Instance = new();
    }

    internal sealed record Finished : IMessage;
}
