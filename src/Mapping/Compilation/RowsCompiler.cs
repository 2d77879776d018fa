using System.Collections.Immutable;
using AkkaOrm.Queries;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>Applies clauses to a pipeline in the order they were written.</summary>
internal static class RowsCompiler
{
    /// <param name="apart">Other tables join later, so a condition in SQL must be kept apart from them.</param>
    public static void Apply(Translation translation, Pipeline rows, IEnumerable<Clause> clauses, bool apart)
    {
        foreach (var clause in clauses)
        {
            switch (clause)
            {
                case Clause.Where where: rows.Where(translation.Lambda(where.Condition)); break;
                case Clause.WhereSql where:
                    translation.Statement.IsRaw = true;
                    rows.Where(RawSql.Of(where.Sql, translation.OffsetOf(where.Sql)), apart);
                    break;
                case Clause.OrderBy order: rows.OrderBy(translation.Lambda(order.Key), order.IsDescending, order.IsNext); break;
                case Clause.After after: rows.After(Values(translation, rows, after)); break;
                case Clause.Skip skip: rows.Skip(translation.Count(skip)); break;
                case Clause.Take take: rows.Take(translation.Count(take)); break;
                case Clause.Select select: rows.Select(translation.Lambda(select.Result)); break;
                case Clause.Distinct: rows.Distinct(); break;
                case Clause.Aggregate aggregate: rows.AggregateAll(aggregate.Kind, aggregate.Value is null ? null : translation.Lambda(aggregate.Value), aggregate.Result); break;
            }
        }
    }

    private static ImmutableArray<SqlExpression> Values(Translation translation, Pipeline rows, Clause.After after)
    {
        var offset = translation.OffsetOf(after);
        return [.. rows.Sql.OrderBy.Take(after.Values.Length).Select((order, i) => after.Values[i] is null
            ? SqlLiteral.Null(order.Key.Type)
            : (SqlExpression)new SqlParameter(new SqlValue.Captured(offset + i, v => ExpressionTranslator.ToStore(order.Key.Type, v)), order.Key.Type))];
    }
}
