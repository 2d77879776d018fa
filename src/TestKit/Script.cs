using AkkaOrm.Scripts;

namespace AkkaOrm.Testing;

/// <summary>What <see cref="ScriptedConnection"/> answers to one kind of statement: once, unless <see cref="Times"/> says more.</summary>
/// <remarks>Several scripts for one statement are used in the order they were written: the first refuses, the next answers.</remarks>
public sealed class Script
{
    private readonly Func<Array, IPreparedAnswer>? _prepare;
    private int _used;

    internal Script(StatementPattern pattern, Func<Array, IPreparedAnswer>? prepare = null) => (Pattern, _prepare) = (pattern, prepare);

    internal StatementPattern Pattern { get; }

    /// <summary>Null: as for a statement that nothing is scripted for.</summary>
    internal IPreparedAnswer? Answer { get; private set; }
    internal AkkaOrmException? Error { get; private set; }
    internal TimeSpan Delay { get; private set; }
    internal int Limit { get; private set; } = 1;
    internal int Used => Volatile.Read(ref _used);
    internal bool IsUsedUp => Used >= Limit;

    /// <summary>The rows the statement returns: entities or whatever the query makes. For an INSERT or UPDATE the rows as stored, one for each row written and in their order.</summary>
    /// <remarks>A key, version or default that is not set in a row returned by an INSERT is made up. Relations that the query includes must be loaded: their rows answer the further statements of the query.</remarks>
    /// <exception cref="ArgumentException">The rows cannot be what the statement returns.</exception>
    public Script Returns<T>(params T[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (_prepare is null) throw new ArgumentException($"{Pattern} returns no rows");
        Answer = _prepare(rows);
        return this;
    }

    /// <summary>The statement fails, and with it the transaction. <see cref="ConnectionLostException"/> and <see cref="CommitInDoubtException"/> take the connection along.</summary>
    public Script Fails(AkkaOrmException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
        return this;
    }

    /// <summary>The answer comes after this long, unless the statement is cancelled before.</summary>
    public Script After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
        return this;
    }

    /// <summary>For exactly so many statements, 1 or more.</summary>
    public Script Times(int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        Limit = times;
        return this;
    }

    /// <summary>What it answers, and how often it was asked.</summary>
    public override string ToString() => $"{Pattern}, {Used} of {Limit} used";

    internal void Use() => Interlocked.Increment(ref _used);
}
