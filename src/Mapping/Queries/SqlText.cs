using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using AkkaOrm.Queries;

namespace AkkaOrm;

/// <summary>SQL written as an interpolated string: every hole becomes a typed parameter, a <see cref="SqlText"/> in a hole is spliced in with its own, a <see cref="SqlName"/> is a quoted name.</summary>
/// <remarks>There is no conversion from string, so no text that came from outside can become SQL. The values are taken when the text is made.</remarks>
[InterpolatedStringHandler]
public sealed class SqlText
{
    private readonly ImmutableArray<SqlPart>.Builder _parts;
    private readonly SqlLexer _lexer = new();

    /// <summary>Called by the compiler for an interpolated string.</summary>
    /// <param name="literalLength">Characters outside of holes.</param>
    /// <param name="formattedCount">Number of holes.</param>
    public SqlText(int literalLength, int formattedCount) => _parts = ImmutableArray.CreateBuilder<SqlPart>(formattedCount * 2 + 1);

    internal IReadOnlyList<SqlPart> Parts => _parts;

    /// <summary>It ends inside a comment to the end of the line: what follows must start on a new one.</summary>
    internal bool EndsInComment => _lexer.IsInLineComment;

    /// <summary>What it ends inside of, so that it cannot stand in a statement; null when it is whole.</summary>
    internal string? Unfinished => EndsInComment ? null : _lexer.Place;

    /// <summary>The text between two holes.</summary>
    /// <exception cref="StatementException">It holds a parameter of its own (<c>$1</c>), or U+0000.</exception>
    public void AppendLiteral(string literal)
    {
        if (_lexer.Read(literal) is { } fault) throw new StatementException($"SQL text {fault}") { Expression = literal };
        Add(literal);
    }

    /// <summary>A value: it becomes a parameter of the type PostgreSQL has for <typeparamref name="T"/>; a list becomes an array.</summary>
    /// <exception cref="StatementException">The hole stands inside quotes or a comment, where the server sees no parameter.</exception>
    public void AppendFormatted<T>(T value)
    {
        if (_lexer.Place is { } place) throw new StatementException($"a hole of SQL text stands inside {place}, where the server sees no parameter") { Hint = "take the quotes away: a hole is a value already" };
        _lexer.Hole();
        switch (value)
        {
            case SqlText part: Splice(part); break;
            case SqlName name: _parts.Add(new SqlPart.Name(name)); break;
            default: _parts.Add(new SqlPart.Hole(Copied(value), typeof(T) == typeof(object) && value is not null ? value.GetType() : typeof(T))); break;
        }
    }

    /// <summary>Another piece of SQL, spliced in with its parameters.</summary>
    public void AppendFormatted(SqlText part) => AppendFormatted<SqlText>(part);

    /// <summary>A name that a model made.</summary>
    public void AppendFormatted(SqlName name) => AppendFormatted<SqlName>(name);

    /// <summary>The SQL with <c>$n</c> in the place of values.</summary>
    public override string ToString()
    {
        var (text, n) = (new StringBuilder(), 0);
        foreach (var part in _parts)
        {
            _ = part switch
            {
                SqlPart.Text sql => text.Append(sql.Sql),
                SqlPart.Name name => text.Append(name.Identifier),
                _ => text.Append('$').Append(++n),
            };
        }
        return text.ToString();
    }

    private void Splice(SqlText part)
    {
        if (part.Unfinished is { } place) throw new StatementException($"a piece of SQL text ends inside {place}") { Expression = part.ToString() };
        foreach (var piece in part._parts)
        {
            if (piece is SqlPart.Text sql) Add(sql.Sql);
            else _parts.Add(piece);
        }
        if (part.EndsInComment) Add("\n");
    }

    // Adjoining texts are one part, so that equal SQL is one shape however it was put together.
    private void Add(string sql)
    {
        if (sql.Length == 0) return;
        if (_parts.Count > 0 && _parts[^1] is SqlPart.Text last) _parts[^1] = new SqlPart.Text(last.Sql + sql);
        else _parts.Add(new SqlPart.Text(sql));
    }

    private static object? Copied(object? value) => value switch
    {
        Array array => array.Clone(),
        string or null => value,
        System.Collections.IEnumerable list when ListTypes.ElementOf(list.GetType()) is not null => ListTypes.Copy(list),
        _ => value,
    };
}
