using AkkaOrm.Protocols;

namespace AkkaOrm.Sessions;

/// <summary>Runs a user's code as one unit of a session: alone, committed at its end, rolled back when it throws.</summary>
internal static class UnitRunner
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public static async Task<R> RunAsync<R>(Session session, SessionHome home, UnitOptions options, Func<Session, Task<R>> work, CancellationToken cancellationToken)
    {
        if (session.HasStaged)
            throw new SessionOwnedException("changes are staged on this handle outside the unit.") { Hint = "commit them or roll them back before RunAsync, or stage them inside it" };
        var token = new UnitToken();
        var unit = new Session(home, token);
        await session.AskAsync<SessionMessages.UnitBegun>(new SessionMessages.BeginUnit(token, options), cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await Task.Run(() =>
            {
                UnitScope.Enter(home, token);
                return work(unit);
            }, cancellationToken).ConfigureAwait(false);
            if (token.Ended is null) await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            token.Ended ??= "over";
            await EndAsync(home, token).ConfigureAwait(false);
        }
    }

    /// <remarks>Full jitter: Brooker, "Exponential backoff and jitter", 2015.</remarks>
    public static async Task<R> RetryAsync<R>(Session session, SessionHome home, UnitOptions options, Func<Session, Task<R>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await RunAsync(session, home, options, work, cancellationToken).ConfigureAwait(false);
            }
            catch (AkkaOrmException conflict) when (conflict is SerializationFailureException or DeadlockException && attempt < options.Retries)
            {
                var longest = Math.Min(LongestPause.TotalMilliseconds, ShortestPause.TotalMilliseconds * Math.Pow(2, attempt));
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * longest), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public static Func<Session, Task<object?>> Returning(Func<Session, Task> work) => async unit =>
    {
        await work(unit).ConfigureAwait(false);
        return null;
    };

    // The session is given back whatever happened; what it may answer is of no interest to code that failed already.
    private static async Task EndAsync(SessionHome home, UnitToken token)
    {
        try
        {
            await new SessionClient(home, null).EndUnitAsync(token).ConfigureAwait(false);
        }
        catch (AkkaOrmException)
        {
            // Closed meanwhile: its end rolled the unit back.
        }
    }
}
