namespace AkkaOrm.Protocols;

/// <summary>A session as something to ask: what a stream needs of it.</summary>
internal interface ISessionCalls : IDisposable
{
    /// <exception cref="AkkaOrmException">The command failed.</exception>
    Task<TReply> AskAsync<TReply>(SessionProtocol.Command command, CancellationToken cancellationToken) where TReply : SessionProtocol.Reply;
}
