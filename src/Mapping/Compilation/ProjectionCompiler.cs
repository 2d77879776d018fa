using System.Linq.Expressions;
using AkkaOrm.Queries;
using AkkaOrm.Rows;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>What a Select makes of a row: its leaves are columns, what is left constructs the value.</summary>
internal static class ProjectionCompiler
{
    private delegate void FillRowsWith<T>(object?[] values, RowPage page, int from, int count, T[] into, int at);

    /// <returns>Given the query's values, the shape: values in the construction are read anew each time. The maker where it holds none.</returns>
    public static (Func<object?[], ResultShape> Shape, RowMaker? Maker) Compile(Pipeline rows, StepBuilder step)
    {
        var cells = new PageCells();
        var leaves = new Leaves(new ExpressionTranslator(rows.Sql.Translation), (sql, type) => Cell(cells, step.Add(sql), sql, type, rows.IsAggregated));
        var values = new CapturedValues(Expression.Parameter(typeof(object?[]), "values"));
        var made = values.Visit(leaves.Visit(rows.Element))!;
        var compile = ((Func<PageCells, Expression, CapturedValues, (Func<object?[], ResultShape>, RowMaker?)>)Compile<object>).Method.GetGenericMethodDefinition().MakeGenericMethod(rows.Element.Type);
        return ((Func<object?[], ResultShape>, RowMaker?))compile.Invoke(null, [cells, made, values])!;
    }

    private static (Func<object?[], ResultShape> Shape, RowMaker? Maker) Compile<T>(PageCells cells, Expression made, CapturedValues values)
    {
        if (!values.Any)
        {
            var fill = cells.Compile<T>(made);
            var shape = new ResultShape.Projection<T>(fill);
            return (_ => shape, new RowMaker<T>(fill));
        }
        var fillWith = cells.Lambda<FillRowsWith<T>>(made, typeof(T), [values.Values]).Compile();
        return (given => new ResultShape.Projection<T>((page, from, count, into, at) => fillWith(given, page, from, count, into, at)), null);
    }

    private static Expression Cell(PageCells cells, int column, SqlExpression sql, Type type, bool isAggregate)
    {
        var stored = sql.Type.Store.ClrType;
        var value = cells.Value(column, stored);
        if (sql.Type.FromStoreExpression is { } conversion) value = Substitution.Of(conversion, value);
        // Others may have asked the same, and read the same page.
        if (value.Type == typeof(byte[])) value = Expression.Call(value, nameof(Array.Clone), null);
        if (value.Type != type) value = Expression.Convert(value, type);
        if (!sql.IsNullable) return value;
        Expression none = type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? Expression.Throw(Expression.Call(((Func<string, bool, Exception>)Null).Method, Expression.Constant(type.Name), Expression.Constant(isAggregate)), type)
            : Expression.Default(type);
        return Expression.Condition(cells.IsNull(column, stored), none, value);
    }

    private static Exception Null(string type, bool isAggregate) => isAggregate
        ? new NoResultException($"there are no rows, so there is no highest or lowest {type}.") { Hint = $"where that is a normal answer, ask for {type}?: q.Max(x => ({type}?)x.Property)" }
        : new InvalidValueException($"a row has null where the Select makes a {type}, which has no null.") { Hint = $"make it {type}?, or say what it is then: x.Property ?? …" };

    private sealed class CapturedValues(ParameterExpression values) : ExpressionVisitor
    {
        public ParameterExpression Values => values;
        public bool Any { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is not CapturedExpression value) return base.VisitExtension(node);
            Any = true;
            return Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(value.Index)), value.Type);
        }
    }
}
