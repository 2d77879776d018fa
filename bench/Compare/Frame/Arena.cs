using Npgsql;

namespace AkkaOrm.Compare.Frame;

/// <summary>The server a run uses, and how much is to be done.</summary>
/// <param name="ConnectionString">
/// Same for everyone: pooled, <c>Max Auto Prepare</c> on, at most <see cref="Connections"/> connections. AkkaOrm takes host and credentials
/// from it and as many connections.
/// </param>
/// <param name="Quick">Whether sizes are cut so that all cases together take less than a minute.</param>
internal sealed record Arena(string ConnectionString, bool Quick)
{
    /// <summary>How many connections everybody may hold.</summary>
    public const int Connections = 10;

    /// <summary>For raw Npgsql and Dapper; shared by the cases.</summary>
    public required NpgsqlDataSource DataSource { get; init; }

    /// <summary>The whole size, or the one for a quick run.</summary>
    public int Size(int whole, int quick) => Quick ? quick : whole;

    /// <summary>A new, empty database for one case alone; the name is for people. Dropped when the case is over.</summary>
    public required Func<string, Task<Arena>> Database { get; init; }

    /// <summary>
    /// A database for all cases that only read it: the first call of a name makes and fills it, later ones get the same. Dropped at
    /// the end of the run.
    /// </summary>
    public required Func<string, Func<Arena, Task>, Task<Arena>> Shared { get; init; }
}
