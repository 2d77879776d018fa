namespace AkkaOrm.Sessions;

/// <summary>Which units the running code is inside of: it flows with async calls and Task.Run.</summary>
/// <remarks>The outer handle of a session, used inside its own unit, would wait for the unit that waits for it.</remarks>
internal static class UnitScope
{
    private sealed record Frame(SessionHome Home, UnitToken Unit, Frame? Outer);

    private static readonly AsyncLocal<Frame?> Current = new();

    /// <summary>Call where the change cannot leak to the caller: inside the task that runs the unit's code.</summary>
    public static void Enter(SessionHome home, UnitToken unit) => Current.Value = new Frame(home, unit, Current.Value);

    /// <exception cref="SessionOwnedException">The code runs inside a unit of this session and uses another handle of it.</exception>
    public static void ThrowIfInside(SessionHome home, UnitToken? unit)
    {
        for (var frame = Current.Value; frame is not null; frame = frame.Outer)
        {
            if (ReferenceEquals(frame.Home, home) && !ReferenceEquals(frame.Unit, unit) && frame.Unit.Ended is null)
                throw new SessionOwnedException($"session \"{home.Name}\" runs this very code in a unit, so its outer handle would wait for itself.") { Hint = "use the unit that was handed to the code: RunAsync(async unit => …)" };
        }
    }
}
