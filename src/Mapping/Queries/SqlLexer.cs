namespace AkkaOrm.Queries;

/// <summary>Reads SQL as far as needed to know where quotes and comments begin and end, across the holes of a text.</summary>
/// <remarks>PostgreSQL 15 manual, 4.1 Lexical Structure.</remarks>
internal sealed class SqlLexer
{
    private enum State { Code, Text, EscapedText, Name, LineComment, BlockComment, DollarQuote }

    private State _state;
    private int _depth;
    private string _tag = "";
    private char _before, _beforeThat;

    public bool IsInLineComment => _state == State.LineComment;

    /// <summary>Where a parameter would not be one; null in plain code.</summary>
    public string? Place => _state switch
    {
        State.Code => null,
        State.Name => "a quoted name",
        State.LineComment or State.BlockComment => "a comment",
        _ => "a quoted text",
    };

    public void Hole() => (_before, _beforeThat) = (')', ' ');

    /// <summary>Reads on.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Read(string sql)
    {
        for (var i = 0; i < sql.Length; i++)
        {
            var (c, next) = (sql[i], i + 1 < sql.Length ? sql[i + 1] : '\0');
            if (c == '\0') return "holds the character U+0000, which PostgreSQL cannot take";
            switch (_state)
            {
                case State.Code:
                    if (c == '\'') _state = _before is 'e' or 'E' && !IsWord(_beforeThat) ? State.EscapedText : State.Text;
                    else if (c == '"') _state = State.Name;
                    else if (c == '-' && next == '-') (_state, i) = (State.LineComment, i + 1);
                    else if (c == '/' && next == '*') (_state, _depth, i) = (State.BlockComment, 1, i + 1);
                    else if (c == '$' && !IsWord(_before))
                    {
                        if (char.IsAsciiDigit(next)) return "has a parameter of its own, which would be taken for one of ours: put the value into a hole, {value}";
                        var end = sql.IndexOf('$', i + 1);
                        if (end > 0 && sql.AsSpan(i + 1, end - i - 1).IndexOfAnyExcept(Tag) < 0) (_state, _tag, i) = (State.DollarQuote, sql[i..(end + 1)], end);
                    }
                    break;
                case State.Text or State.EscapedText:
                    if (c == '\\' && _state == State.EscapedText) i++;
                    else if (c == '\'' && next == '\'') i++;
                    else if (c == '\'') _state = State.Code;
                    break;
                case State.Name:
                    if (c == '"') _state = State.Code;
                    break;
                case State.LineComment:
                    if (c == '\n') _state = State.Code;
                    break;
                case State.BlockComment:
                    if (c == '/' && next == '*') (_depth, i) = (_depth + 1, i + 1);
                    else if (c == '*' && next == '/')
                    {
                        i++;
                        if (--_depth == 0) _state = State.Code;
                    }
                    break;
                default:
                    if (c == '$' && string.CompareOrdinal(sql, i, _tag, 0, _tag.Length) == 0) (_state, i) = (State.Code, i + _tag.Length - 1);
                    break;
            }
            (_beforeThat, _before) = (_before, c);
        }
        return null;
    }

    private static readonly System.Buffers.SearchValues<char> Tag = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';
}
