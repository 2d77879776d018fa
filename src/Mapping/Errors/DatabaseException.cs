namespace AkkaOrm;

/// <summary>The server refused a statement for a reason that has no type of its own; <see cref="AkkaOrmException.SqlState"/> says which.</summary>
/// <param name="problem">What was refused, without the server's text where that can hold values.</param>
/// <param name="inner">What the driver said.</param>
public sealed class DatabaseException(string problem, Exception? inner = null) : AkkaOrmException(problem, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-database";

    private protected override string DefaultHint => (SqlState ?? "") switch
    {
        ['4', '2', 'P', '0', '1', ..] or ['4', '2', '7', '0', '3', ..] => "1. create or migrate the schema: orm.Schema.CreateAsync  2. look at the search_path",
        ['4', '2', '5', '0', '1', ..] => "grant the role of the connection string what the statement needs",
        ['5', '3', ..] => "the server is out of a resource: look at its log, its disk and its memory before trying again",
        _ => "look up the SQLSTATE in PostgreSQL's table of error codes, and the server's log for its text",
    };
}
