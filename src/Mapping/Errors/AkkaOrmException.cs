using AkkaOrm.Errors;

namespace AkkaOrm;

/// <summary>
/// What every failure of AkkaOrm is. The text says what happened with the values at hand (<see cref="Problem"/>), what it means
/// (<see cref="Detail"/>) and what to do, most likely first (<see cref="Hint"/>). The concrete type says what the caller can do about it.
/// </summary>
/// <remarks>Texts hold names, counts, times and keys of entities, never values of parameters nor secrets.</remarks>
public abstract class AkkaOrmException : Exception
{
    private readonly string _problem;

    private protected AkkaOrmException(string problem, Exception? inner, bool isTransient = false)
        : base(problem, inner)
    {
        _problem = problem;
        IsTransient = isTransient;
    }

    /// <summary>Stable name of this kind of failure, <c>AKO-…</c>; the anchor of its part of <c>docs/errors.md</c>.</summary>
    public abstract string Code { get; }

    /// <summary>What happened: one sentence, with the values at hand.</summary>
    public virtual string Problem => _problem;

    /// <summary>What it means, or the numbers behind it.</summary>
    public string? Detail { get => field ?? DefaultDetail; init; }

    /// <summary>What to do, most likely first.</summary>
    public string? Hint { get => field ?? DefaultHint; init; }

    /// <summary>The statement that failed, where one did.</summary>
    public string? Sql { get; init; }

    /// <summary>A text for each parameter of <see cref="Sql"/>: its place and type, and its value only where the settings ask for it.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The five characters by which PostgreSQL names the failure; null where the server said nothing.</summary>
    public string? SqlState { get; init; }

    /// <summary>True when the same work, started again from its reads, may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The part of the manual about this <see cref="Code"/>.</summary>
    public override string? HelpLink
    {
        get => base.HelpLink ?? $"docs/errors.md#{Code.ToLowerInvariant()}";
        set => base.HelpLink = value;
    }

    /// <summary><see cref="Problem"/>, <see cref="Detail"/> and <see cref="Hint"/>, a line each, so that a log of messages alone is useful.</summary>
    public sealed override string Message => ErrorText.Message(this);

    /// <summary>Type, code and <see cref="Message"/>, then statement, parameters, cause and stack trace.</summary>
    public sealed override string ToString() => ErrorText.Full(this);

    private protected virtual string? DefaultDetail => null;

    private protected virtual string? DefaultHint => null;
}
