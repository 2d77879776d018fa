using System.Collections.Immutable;
using AkkaOrm.Queries;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>One statement of a plan while its columns are gathered.</summary>
internal sealed class StepBuilder(int index, SelectBuilder select)
{
    private readonly List<SqlExpression> _columns = [];

    public int Index { get; } = index;
    public SelectBuilder Select { get; } = select;

    /// <returns>Its place in the page.</returns>
    public int Add(SqlExpression column)
    {
        var known = column is SqlColumn ? _columns.IndexOf(column) : -1;
        if (known >= 0) return known;
        _columns.Add(column);
        return _columns.Count - 1;
    }

    public ImmutableArray<int> Add(IEnumerable<SqlExpression> columns) => [.. columns.Select(Add)];

    public CompiledStep Write(IEnumerable<string> comments, StatementKind kind)
    {
        if (_columns.Count == 0) _columns.Add(new SqlLiteral("1", SqlTypes.Integer));
        var writer = new SqlWriter();
        foreach (var comment in comments) writer.Comment(comment);
        writer.Select(Select.ToSelect([.. _columns.Select(c => new SqlItem(c))]));
        return writer.ToStep(kind, [.. _columns.Select(c => c.Type.Store)], [.. _columns.Select(c => !c.IsNullable)]);
    }
}
