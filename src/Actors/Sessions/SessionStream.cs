using Akka.Actor;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>The one stream a session may have open: an actor of its own below the session, which hands commands to it and its answers on.</summary>
internal sealed class SessionStream(ISessionLine line, IActorContext context, SessionSetup setup)
{
    private IActorRef? _stream;
    private AkkaOrmException? _error;

    /// <summary>Only a stream's actor answers it.</summary>
    public static bool Owns(SessionProtocol.Command? command) => command is SessionProtocol.OpenStream or SessionProtocol.NextPage or SessionProtocol.CloseStream;

    public void Take(SessionProtocol.Command command)
    {
        if (command is SessionProtocol.OpenStream open)
        {
            if (_stream is not null) throw new StatementException("a stream is open in this session already.") { Hint = "close it first (CloseStream), or open another session for the second one" };
            if (open.PageSize < 1) throw new StatementException($"a page has 1 row or more, not {open.PageSize}.");
            _error = null;
            _stream = context.Watch(context.ActorOf(StreamActor.Props(setup)));
        }
        if (_stream is not null) _stream.Tell(command);
        else if (Interlocked.Exchange(ref _error, null) is { } error && command is SessionProtocol.NextPage) throw error;
        else if (command is SessionProtocol.CloseStream) line.Answer(new SessionProtocol.StreamClosed { Tag = command.Tag });
        else throw new StatementException("no stream is open in this session.") { Hint = "send OpenStream first; a stream is over with the page that IsLast" };
    }

    /// <summary>Between its pages a stream can only fail: that is for the next who asks for one, never for the command that happens to run.</summary>
    public void Hear(IActorRef sender, StreamProtocol.Answer answer, SessionProtocol.Command? running)
    {
        if (!sender.Equals(_stream)) return;
        if (answer.IsOver)
        {
            context.Unwatch(_stream);
            _stream = null;
        }
        if (Owns(running)) line.Answer(answer.Reply);
        else if (answer.Reply is SessionProtocol.Failed failed) _error = failed.Error;
    }

    /// <returns>Whether it was the stream's actor that ended.</returns>
    public bool Ended(IActorRef actor, SessionProtocol.Command? running)
    {
        if (!actor.Equals(_stream)) return false;
        _stream = null;
        if (Owns(running)) line.Fail(new ConnectionLostException("the stream ended before it answered."));
        return true;
    }
}
