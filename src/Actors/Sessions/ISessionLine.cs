using AkkaOrm.Compilation;
using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>What the handlers of a session's commands may do: send a plan and go on when its answer came, hold a connection, answer.</summary>
/// <remarks>One call of <see cref="Answer"/> or <see cref="Fail"/> ends the running command.</remarks>
internal interface ISessionLine
{
    /// <summary>Sends a plan: on the held connection, else on any. A fault becomes a typed error, which <paramref name="failed"/> sees before it is answered.</summary>
    void Send(Plan plan, Action<PlanResult> then, Func<ConnectionProtocol.Faulted, AkkaOrmException?>? explain = null, Action<AkkaOrmException>? failed = null);

    /// <summary>Sends a plan on the held connection and goes on whatever became of it.</summary>
    void SendAnyway(Plan plan, Action then);

    /// <summary>Opens a transaction unless one is open.</summary>
    void Hold(UnitOptions options, Action then);

    /// <summary>Gives the held connection back.</summary>
    void GiveBack();
    void Answer(SessionProtocol.Reply reply);
    void Fail(AkkaOrmException error);
}
