namespace AkkaOrm.Protocols;

/// <summary>What went wrong below, as facts. The session, which knows the model and the plan, makes a typed error of it.</summary>
/// <param name="SqlState">Null when it was not the server that spoke.</param>
/// <param name="Message">The server's text. It can contain values: not for logs or errors unless switched on; the guards' own texts are read from it.</param>
/// <param name="Statement">Index into the batch; -1 when it is not known.</param>
internal sealed record ServerFault(string? SqlState, string Severity, string Message, int Statement)
{
    /// <summary>The severity of what the server answered well and we could not carry: what the statement did is done.</summary>
    public const string Unreadable = "UNREADABLE";

    /// <summary>The statement, and with it the transaction, certainly had no effect, also where COMMIT was sent along.</summary>
    public bool IsWithoutEffect => IsNotSent || Severity == "ERROR" && !IsConnectionLost;

    public string? Constraint { get; init; }
    public string? Schema { get; init; }
    public string? Table { get; init; }
    public string? Column { get; init; }
    public string? DataType { get; init; }

    /// <summary>The connection is of no use any more.</summary>
    public bool IsConnectionLost { get; init; }

    /// <summary>No byte of the batch had been written: nothing can have happened.</summary>
    public bool IsNotSent { get; init; }

    /// <summary>We asked for the cancellation.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Given ready-made: by a script, or by a check before sending.</summary>
    public AkkaOrmException? Error { get; init; }
}
