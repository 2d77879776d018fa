using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Scripts;

/// <summary>Rows for a statement that is known by a part of its SQL only.</summary>
internal sealed class RowsAnswer(Model model, Array rows) : IPreparedAnswer
{
    public ScriptedResult For(in BoundStatement statement, WrittenRowMaker maker)
    {
        if (statement.Statement.Columns.IsEmpty) return new(RowPage.Empty, rows.Length);
        var builder = new PageBuilder(statement.Statement);
        foreach (var row in rows)
        {
            if (row is not null && model.Find(row.GetType()) is { } type) AddEntity(type, row, builder, maker);
            else builder.Add(ProjectionRows.Columns(model, statement.Statement, row));
        }
        return new(builder.ToPage(), rows.Length);
    }

    // Whole entities are selected with all their columns in the order of their properties; what else is selected stands behind them.
    private static void AddEntity(EntityType type, object entity, PageBuilder builder, WrittenRowMaker maker)
    {
        var values = EntityValues.Of(type, entity);
        maker.Shown.Show(type, values);
        var columns = type.Properties.Where(p => !p.IsDeferred).Select(p => values[p.Ordinal]).ToList();
        if (columns.Count > builder.Width) throw new ArgumentException($"the statement returns {builder.Width} columns, and {type.Name} has {columns.Count}");
        columns.ToArray().CopyTo(builder.Add(), 0);
    }
}
