using System.Text;
using AkkaOrm.Testing;

namespace AkkaOrm.Scripts;

/// <summary>Statements side by side with what was expected of them, for a person who reads a failed test.</summary>
internal static class StatementsText
{
    public static string Difference(IReadOnlyList<string> parts, IReadOnlyList<Statement> statements)
    {
        var text = new StringBuilder("the statements are not as expected");
        for (var i = 0; i < Math.Max(parts.Count, statements.Count); i++)
        {
            var part = i < parts.Count ? parts[i] : "(no statement)";
            var sql = i < statements.Count ? OneLine(statements[i].Sql) : "(no statement)";
            var agrees = i < parts.Count && i < statements.Count && statements[i].Sql.Contains(part, StringComparison.Ordinal);
            text.Append($"\n  {i + 1}. {(agrees ? "    " : "NOT ")}expected: {part}\n          actual:   {sql}");
        }
        return text.ToString();
    }

    public static string List(IReadOnlyList<Statement> statements) =>
        statements.Count == 0 ? "  (none)" : string.Join("\n", statements.Select((s, i) => $"  {i + 1}. {OneLine(s.Sql)} ({s.Rows} rows)"));

    public static string OneLine(string sql) => string.Join(' ', sql.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
