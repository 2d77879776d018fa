using Akka.Actor;
using AkkaOrm.Settings;

namespace AkkaOrm.Sessions;

/// <summary>What a session actor is given at its start.</summary>
/// <param name="Owner">Watched: the session ends with it; null when a handle alone owns it.</param>
internal sealed record SessionSetup(string Name, Model Model, AkkaOrmSettings Settings, IActorRef Router, IActorRef? Owner, SessionOptions Options)
{
    public TimeSpan? Timeout => Options.Timeout ?? Settings.Session.RequestTimeout;
    public TimeSpan? IdleTimeout => Options.IdleTimeout ?? Settings.Session.IdleTimeout;
}
