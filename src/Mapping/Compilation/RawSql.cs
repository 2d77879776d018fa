using AkkaOrm.Queries;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>A user's SQL with its holes as typed parameters.</summary>
internal static class RawSql
{
    /// <param name="offset">Where its values begin among those of the query.</param>
    /// <exception cref="StatementException">PostgreSQL has no type for a hole.</exception>
    public static SqlRaw Of(SqlText sql, int offset)
    {
        var index = offset;
        return new([.. sql.Parts.Select(part => part switch
        {
            SqlPart.Text text => new SqlRawPart(text.Sql, null),
            SqlPart.Name name => new SqlRawPart(name.Identifier.ToString(), null),
            SqlPart.Hole hole => new SqlRawPart(null, Parameter(hole, index++, sql)),
            _ => throw new InvalidOperationException(),
        })], sql.EndsInComment);
    }

    private static SqlParameter Parameter(SqlPart.Hole hole, int index, SqlText sql)
    {
        if (hole.Type == typeof(object) && hole.Value is null) return new(new SqlValue.Captured(index, static _ => null), SqlTypes.Text);
        if (TypeMappings.Find(hole.Type) is { } mapping) return new(new SqlValue.Captured(index, v => ExpressionTranslator.ToStore(mapping, v)), mapping);
        if (ListTypes.ElementOf(hole.Type) is { } element && TypeMappings.Find(element) is { } item)
            return new(new SqlValue.CapturedList(index, v => ExpressionTranslator.ToStore(item, v), KeepsNulls: true), item, IsArray: true);
        throw new StatementException($"PostgreSQL has no type for {hole.Type.Name}, the type of a hole") { Expression = sql.ToString() };
    }
}
