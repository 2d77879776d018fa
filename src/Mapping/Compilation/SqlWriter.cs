using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>From the tree to text. Parameters are numbered in the order they stand in it.</summary>
internal sealed class SqlWriter
{
    private readonly StringBuilder _sql = new();
    private readonly ImmutableArray<SqlParameter>.Builder _parameters = ImmutableArray.CreateBuilder<SqlParameter>();

    public override string ToString() => _sql.ToString();

    public CompiledStep ToStep(StatementKind kind, ImmutableArray<StoreType> columns, ImmutableArray<bool> neverNull = default) =>
        new(new(_sql.ToString(), [.. _parameters.Select(p => new StatementParameter(p.Type.Store, p.IsArray))], columns, kind) { NeverNull = neverNull }, _parameters.ToImmutable());

    /// <summary>A comment of one line before the statement: what could end it is taken out.</summary>
    public void Comment(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsControl(c)) line.Append(c);
        _sql.Append("/* ").Append(line.Replace("*/", "").Replace("/*", "").ToString().Trim()).Append(" */ ");
    }

    public void Select(SqlSelect select)
    {
        _sql.Append(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        Each(select.Columns, ", ", Item);
        if (select.From is { } from)
        {
            _sql.Append(" FROM ");
            Source(from);
        }
        foreach (var join in select.Joins) Join(join);
        if (!select.Where.IsEmpty)
        {
            _sql.Append(" WHERE ");
            Conditions(select.Where);
        }
        if (!select.OrderBy.IsEmpty)
        {
            _sql.Append(" ORDER BY ");
            Each(select.OrderBy, ", ", Order);
        }
        if (select.Limit is { } limit)
        {
            _sql.Append(" LIMIT ");
            Write(limit);
        }
        if (select.Offset is { } offset)
        {
            _sql.Append(" OFFSET ");
            Write(offset);
        }
        if (select.Lock is { } @lock) _sql.Append(' ').Append(@lock);
    }

    /// <summary>SQL of a user's, its values as parameters.</summary>
    public void Raw(SqlRaw raw)
    {
        foreach (var part in raw.Parts)
        {
            if (part.Parameter is { } parameter) Parameter(parameter);
            else _sql.Append(part.Text);
        }
        if (raw.EndsInComment) _sql.Append('\n');
    }

    private void Item(SqlItem item)
    {
        Write(item.Value);
        if (item.Name is { } name && (item.Value as SqlColumn)?.Name != name) _sql.Append(" AS ").Append(SqlName.Quote(name));
    }

    // PostgreSQL sorts null as the highest, C# as the lowest.
    private void Order(SqlOrder order)
    {
        Write(order.Key);
        if (order.IsDescending) _sql.Append(" DESC");
        if (order.Key.IsNullable) _sql.Append(order.IsDescending ? " NULLS LAST" : " NULLS FIRST");
    }

    private void Join(SqlJoin join)
    {
        _sql.Append(join.Kind switch { SqlJoinKind.Inner => " JOIN ", SqlJoinKind.Left => " LEFT JOIN ", _ => " CROSS JOIN LATERAL " });
        Source(join.Source);
        if (join.On.IsEmpty) return;
        _sql.Append(" ON ");
        Conditions(join.On);
    }

    private void Source(SqlSource source)
    {
        switch (source)
        {
            case SqlSource.Table table:
                if (table.Schema is { } schema) _sql.Append(SqlName.Quote(schema)).Append('.');
                _sql.Append(SqlName.Quote(table.Name)).Append(' ').Append(table.Alias);
                break;
            case SqlSource.Derived derived:
                _sql.Append('(');
                Select(derived.Select);
                _sql.Append(") ").Append(derived.Alias);
                break;
            case SqlSource.Raw raw:
                _sql.Append('(');
                Raw(raw.Sql);
                _sql.Append(") ").Append(raw.Alias);
                if (raw.Column is { } column) _sql.Append('(').Append(column).Append(')');
                break;
            case SqlSource.Keys keys:
                _sql.Append("unnest(");
                Each(keys.Arrays, ", ", array =>
                {
                    Parameter(array);
                    _sql.Append("::").Append(array.Type.Store.ArrayName);
                });
                _sql.Append(keys.IsNumbered ? ") WITH ORDINALITY " : ") ").Append(keys.Alias).Append('(').AppendJoin(", ", Enumerable.Range(0, keys.Arrays.Length).Select(SqlSource.Keys.Column));
                if (keys.IsNumbered) _sql.Append(", ").Append(SqlSource.Keys.Number);
                _sql.Append(')');
                break;
        }
    }

    private void Conditions(ImmutableArray<SqlExpression> conditions)
    {
        for (var i = 0; i < conditions.Length; i++)
        {
            if (i > 0) _sql.Append(" AND ");
            Write(conditions[i], conditions.Length == 1 ? 0 : SqlOperator.And.Binding);
        }
    }

    private void Write(SqlExpression expression, int least)
    {
        if (BindingOf(expression) >= least)
        {
            Write(expression);
            return;
        }
        _sql.Append('(');
        Write(expression);
        _sql.Append(')');
    }

    private void Write(SqlExpression expression)
    {
        switch (expression)
        {
            case SqlColumn column: _sql.Append(column.Table).Append('.').Append(SqlName.Quote(column.Name)); break;
            case SqlParameter parameter: Parameter(parameter); break;
            case SqlLiteral literal: _sql.Append(literal.Text); break;
            case SqlBinary binary:
                var binding = binary.Operator.Binding;
                Write(binary.Left, IsChainable(binary.Operator) ? binding : binding + 1);
                _sql.Append(' ').Append(binary.Operator.Text).Append(' ');
                Write(binary.Right, binary.Operator.IsAssociative ? binding : binding + 1);
                break;
            case SqlPrefix prefix:
                _sql.Append(prefix.Operator.Text);
                if (char.IsLetter(prefix.Operator.Text[0])) _sql.Append(' ');
                Write(prefix.Operand, prefix.Operator.Binding + 1);
                break;
            case SqlTest test:
                Write(test.Operand, SqlOperator.Like.Binding + 1);
                _sql.Append(' ').Append(test.Test);
                break;
            case SqlCall call: Call(call); break;
            case SqlCast cast:
                Write(cast.Operand, SqlOperator.CastBinding + 1);
                _sql.Append("::").Append(cast.Type.Store.Name);
                break;
            case SqlCase choice:
                _sql.Append("CASE WHEN ");
                Write(choice.Test);
                _sql.Append(" THEN ");
                Write(choice.Then);
                _sql.Append(" ELSE ");
                Write(choice.Else);
                _sql.Append(" END");
                break;
            case SqlRow row:
                _sql.Append('(');
                Each(row.Items, ", ", Write);
                _sql.Append(')');
                break;
            case SqlExists exists:
                _sql.Append("EXISTS (");
                Select(exists.Select);
                _sql.Append(')');
                break;
            case SqlScalar scalar:
                _sql.Append('(');
                Select(scalar.Select);
                _sql.Append(')');
                break;
            case SqlIn @in:
                Write(@in.Item, SqlOperator.Like.Binding + 1);
                _sql.Append(" IN (");
                Select(@in.Select);
                _sql.Append(')');
                break;
            case SqlRaw raw:
                _sql.Append('(');
                Raw(raw);
                _sql.Append(')');
                break;
            default: throw new InvalidOperationException($"{expression.GetType().Name} cannot be written");
        }
    }

    private void Call(SqlCall call)
    {
        var pattern = call.Pattern.AsSpan();
        while (pattern.IndexOf('{') is >= 0 and var hole)
        {
            _sql.Append(pattern[..hole]);
            Write(call.Arguments[pattern[hole + 1] - '0'], call.Binding);
            pattern = pattern[(hole + 3)..];
        }
        _sql.Append(pattern);
    }

    private void Parameter(SqlParameter parameter)
    {
        _parameters.Add(parameter);
        _sql.Append(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    private void Each<T>(ImmutableArray<T> items, string between, Action<T> write)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) _sql.Append(between);
            write(items[i]);
        }
    }

    // Comparisons do not chain in PostgreSQL; the rest groups from the left.
    private static bool IsChainable(SqlOperator @operator) => @operator.Binding is not (SqlOperator.TestBinding or 5 or 6);

    private static int BindingOf(SqlExpression expression) => expression switch
    {
        SqlBinary binary => binary.Operator.Binding,
        SqlPrefix prefix => prefix.Operator.Binding,
        SqlTest => SqlOperator.TestBinding,
        SqlCast => SqlOperator.CastBinding,
        SqlCall call => call.Own,
        SqlIn => SqlOperator.Like.Binding,
        _ => SqlOperator.Atom,
    };
}
