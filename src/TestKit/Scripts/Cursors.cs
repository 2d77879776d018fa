using System.Globalization;
using System.Text.RegularExpressions;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;

namespace AkkaOrm.Scripts;

/// <summary>The cursors of a connection: what was answered to their queries, handed out in pages.</summary>
internal sealed partial class Cursors
{
    private readonly Dictionary<string, (ScriptedResult Result, int Next)> _open = [];

    /// <summary>The cursor that a statement declares; null for any other statement.</summary>
    public static string? Name(in BoundStatement statement) => Declaration().Match(statement.Statement.Sql) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The query that a statement declares a cursor for; null for any other statement.</summary>
    public static BoundStatement? Query(in BoundStatement statement)
    {
        if (Declaration().Match(statement.Statement.Sql) is not { Success: true } match) return null;
        var sql = statement.Statement.Sql[match.Length..];
        return new BoundStatement(new CompiledStatement(sql, statement.Statement.Parameters, [Types.StoreTypes.Text], StatementKind.Read), statement.Arguments);
    }

    public void Declare(string cursor, in ScriptedResult result) => _open[cursor] = (result, 0);

    /// <summary>The next page of an open cursor; null for any statement that asks for none.</summary>
    public ScriptedResult? Fetch(string sql)
    {
        if (Forward().Match(sql) is not { Success: true } match || !_open.TryGetValue(match.Groups[2].Value, out var cursor)) return null;
        var rows = Math.Min(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), cursor.Result.Page.RowCount - cursor.Next);
        var page = cursor.Result.Page.Pick([.. Enumerable.Range(cursor.Next, rows)]);
        _open[match.Groups[2].Value] = (cursor.Result, cursor.Next + rows);
        return new ScriptedResult(page, rows) { Following = cursor.Result.Following };
    }

    /// <summary>The transaction has ended.</summary>
    public void Close() => _open.Clear();

    [GeneratedRegex("^DECLARE (\\S+) .*?CURSOR .*?FOR ")]
    private static partial Regex Declaration();

    [GeneratedRegex("^FETCH FORWARD (\\d+) FROM (\\S+)$")]
    private static partial Regex Forward();
}
