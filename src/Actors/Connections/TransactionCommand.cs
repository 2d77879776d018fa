namespace AkkaOrm.Connections;

/// <summary>What a statement does to the transaction of its connection, told from its first words.</summary>
/// <remarks>A driver sends one statement at a time, and nothing but these statements ends or opens a transaction block
/// for good, so the words decide: Npgsql does not tell the status that the server reports.</remarks>
internal enum TransactionCommand
{
    None,
    Begin,
    Commit,
    Rollback,

    /// <summary>ROLLBACK TO: a failed transaction goes on.</summary>
    RollbackTo,

    /// <summary>COMMIT AND CHAIN, ROLLBACK AND CHAIN: the next transaction is open already.</summary>
    CommitAndChain,
    RollbackAndChain,
}

internal static class TransactionCommands
{
    public static TransactionCommand Of(string sql)
    {
        var rest = sql.AsSpan();
        switch (Word(ref rest))
        {
            case "BEGIN": return TransactionCommand.Begin;
            case "START": return Word(ref rest) == "TRANSACTION" ? TransactionCommand.Begin : TransactionCommand.None;
            case "COMMIT" or "END": return Word(ref rest) == "PREPARED" ? TransactionCommand.None : Chains(sql) ? TransactionCommand.CommitAndChain : TransactionCommand.Commit;
            case "PREPARE": return Word(ref rest) == "TRANSACTION" ? TransactionCommand.Commit : TransactionCommand.None;
            case "ABORT": return Chains(sql) ? TransactionCommand.RollbackAndChain : TransactionCommand.Rollback;
            case "ROLLBACK":
                var next = Word(ref rest);
                if (next == "PREPARED") return TransactionCommand.None;
                if (next is "WORK" or "TRANSACTION") next = Word(ref rest);
                return next == "TO" ? TransactionCommand.RollbackTo : Chains(sql) ? TransactionCommand.RollbackAndChain : TransactionCommand.Rollback;
            default: return TransactionCommand.None;
        }
    }

    /// <summary>The first word of a statement, in capitals.</summary>
    public static string FirstWord(string sql)
    {
        var rest = sql.AsSpan();
        SkipBlank(ref rest);
        return rest[..LengthOfWord(rest)].ToString().ToUpperInvariant();
    }

    /// <summary>The status after a statement that succeeded.</summary>
    public static TransactionStatus After(this TransactionStatus status, TransactionCommand command) => command switch
    {
        TransactionCommand.Begin or TransactionCommand.CommitAndChain or TransactionCommand.RollbackAndChain or TransactionCommand.RollbackTo => TransactionStatus.InTransaction,
        TransactionCommand.Commit or TransactionCommand.Rollback => TransactionStatus.Idle,
        _ => status,
    };

    /// <summary>The status after a statement that failed.</summary>
    public static TransactionStatus AfterFailureOf(this TransactionStatus status, TransactionCommand command) =>
        status == TransactionStatus.Idle || command is TransactionCommand.Commit or TransactionCommand.CommitAndChain ? TransactionStatus.Idle : TransactionStatus.Failed;

    private static bool Chains(string sql) =>
        sql.Contains("CHAIN", StringComparison.OrdinalIgnoreCase) && !sql.Contains("NO CHAIN", StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Words = ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE", "PREPARED", "TRANSACTION", "WORK", "TO"];

    // The next word if it is one that matters; comments and white space before it are passed over.
    private static string Word(ref ReadOnlySpan<char> text)
    {
        SkipBlank(ref text);
        var length = LengthOfWord(text);
        var found = text[..length];
        text = text[length..];
        foreach (var word in Words)
        {
            if (found.Equals(word, StringComparison.OrdinalIgnoreCase)) return word;
        }
        return "";
    }

    private static int LengthOfWord(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_')) length++;
        return length;
    }

    private static void SkipBlank(ref ReadOnlySpan<char> text)
    {
        while (true)
        {
            text = text.TrimStart();
            if (text.StartsWith("--"))
            {
                var end = text.IndexOfAny('\n', '\r');
                text = end < 0 ? default : text[end..];
            }
            else if (text.StartsWith("/*"))
            {
                var depth = 0;
                do
                {
                    if (text.StartsWith("/*")) { depth++; text = text[2..]; }
                    else if (text.StartsWith("*/")) { depth--; text = text[2..]; }
                    else text = text[1..];
                }
                while (depth > 0 && !text.IsEmpty);
            }
            else return;
        }
    }
}
