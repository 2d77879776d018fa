using System.Linq.Expressions;
using AkkaOrm.Queries;
using AkkaOrm.Rows;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>What a Select makes of a row: its leaves are columns, what is left constructs the value.</summary>
internal static class ProjectionCompiler
{
    /// <returns>Given the query's values, the shape: values in the construction are read anew each time.</returns>
    public static Func<object?[], ResultShape> Compile(Pipeline rows, StepBuilder step)
    {
        var (page, row, values) = (Expression.Parameter(typeof(RowPage), "page"), Expression.Parameter(typeof(int), "row"), Expression.Parameter(typeof(object?[]), "values"));
        var leaves = new Leaves(new ExpressionTranslator(rows.Sql.Translation), (sql, type) => Cell(page, row, step.Add(sql), sql, type, rows.IsAggregated));
        var made = new CapturedValues(values).Visit(leaves.Visit(rows.Element))!;
        var type = rows.Element.Type;
        var read = Expression.Lambda<Func<RowPage, int, object?[], object?>>(Expression.Convert(made, typeof(object)), page, row, values).Compile();
        return given => new ResultShape.Projection(type, (p, r) => read(p, r, given));
    }

    private static Expression Cell(ParameterExpression page, ParameterExpression row, int column, SqlExpression sql, Type type, bool isAggregate)
    {
        var place = Expression.Constant(column);
        Expression value = Expression.Call(page, nameof(RowPage.Get), [sql.Type.Store.ClrType], place, row);
        if (sql.Type.FromStoreExpression is { } conversion) value = Substitution.Of(conversion, value);
        if (value.Type != type) value = Expression.Convert(value, type);
        if (!sql.IsNullable) return value;
        Expression none = type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? Expression.Throw(Expression.Call(((Func<string, bool, Exception>)Null).Method, Expression.Constant(type.Name), Expression.Constant(isAggregate)), type)
            : Expression.Default(type);
        return Expression.Condition(Expression.Call(page, nameof(RowPage.IsNull), [], place, row), none, value);
    }

    private static Exception Null(string type, bool isAggregate) => isAggregate
        ? new NoResultException($"there are no rows, so there is no highest or lowest {type}.") { Hint = $"where that is a normal answer, ask for {type}?: q.Max(x => ({type}?)x.Property)" }
        : new InvalidValueException($"a row has null where the Select makes a {type}, which has no null.") { Hint = $"make it {type}?, or say what it is then: x.Property ?? …" };

    private sealed class CapturedValues(ParameterExpression values) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) =>
            node is CapturedExpression value ? Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(value.Index)), value.Type) : base.VisitExtension(node);
    }
}
