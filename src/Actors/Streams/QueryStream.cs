using System.Runtime.CompilerServices;
using AkkaOrm.Protocols;

namespace AkkaOrm.Streams;

/// <summary>Pages of a query, asked for one at a time: whoever is slow slows the server.</summary>
internal static class QueryStream
{
    /// <param name="open">Opens the session that carries the stream; it is closed when the enumeration ends, however it ends.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> Pages<T>(Func<ISessionCalls> open, Query<T> query, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var session = open();
        try
        {
            var page = await session.AskAsync<SessionProtocol.Page<T>>(new SessionProtocol.OpenStream(query, pageSize), cancellationToken).ConfigureAwait(false);
            while (true)
            {
                if (page.Rows.Count > 0) yield return page.Rows;
                if (page.IsLast) yield break;
                page = await session.AskAsync<SessionProtocol.Page<T>>(new SessionProtocol.NextPage(), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            session.Dispose();
        }
    }

    public static async IAsyncEnumerable<T> Rows<T>(Func<ISessionCalls> open, Query<T> query, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in Pages(open, query, pageSize, cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in page) yield return row;
        }
    }
}
