namespace AkkaOrm;

/// <summary>A query, a change or a piece of SQL cannot be made into a statement; nothing was sent.</summary>
/// <param name="problem">What cannot be said in SQL, and of which expression.</param>
/// <param name="inner">The cause, if another exception was.</param>
public sealed class StatementException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-statement";

    /// <summary>The part of the query that could not be translated, as C#.</summary>
    public string? Expression { get; init; }

    private protected override string? DefaultDetail => Expression is null ? null : $"in {Expression}";
}
