using System.Linq.Expressions;

namespace AkkaOrm.Rows;

/// <summary>Code that makes values of rows: the columns it needs are looked up once a page, not once a cell.</summary>
internal sealed class PageCells
{
    private readonly ParameterExpression _page = Expression.Parameter(typeof(RowPage), "page");
    private readonly ParameterExpression _row = Expression.Variable(typeof(int), "row");
    private readonly Dictionary<int, (ParameterExpression Items, ParameterExpression Nulls, Type Type)> _columns = [];

    /// <summary>The value of a column in the present row, of the column's type; the default of it when null.</summary>
    public Expression Value(int column, Type type) => Expression.ArrayIndex(Column(column, type).Items, _row);

    public Expression IsNull(int column, Type type)
    {
        var nulls = Column(column, type).Nulls;
        return Expression.AndAlso(Expression.ReferenceNotEqual(nulls, Expression.Constant(null, nulls.Type)),
            Expression.Call(typeof(ColumnBuffer), nameof(ColumnBuffer.IsSet), null, nulls, _row));
    }

    /// <summary>Compiles a loop over rows of a page.</summary>
    /// <param name="made">The value of the present row: made of <see cref="Value"/> and <see cref="IsNull"/>.</param>
    public FillRows<T> Compile<T>(Expression made) => Lambda<FillRows<T>>(made, typeof(T), []).Compile();

    /// <summary>As <see cref="Compile"/>, with parameters in front.</summary>
    /// <typeparam name="TFill">The parameters given, then those of <see cref="FillRows{T}"/>.</typeparam>
    public Expression<TFill> Lambda<TFill>(Expression made, Type type, ParameterExpression[] parameters) where TFill : Delegate
    {
        var from = Expression.Parameter(typeof(int), "from");
        var count = Expression.Parameter(typeof(int), "count");
        var into = Expression.Parameter(type.MakeArrayType(), "into");
        var at = Expression.Parameter(typeof(int), "at");
        var end = Expression.Variable(typeof(int), "end");
        var done = Expression.Label();
        var loop = Expression.Loop(
            Expression.Block(
                Expression.IfThen(Expression.GreaterThanOrEqual(_row, end), Expression.Break(done)),
                Expression.Assign(Expression.ArrayAccess(into, at), made),
                Expression.PreIncrementAssign(at),
                Expression.PreIncrementAssign(_row)),
            done);
        var variables = _columns.Values.SelectMany(c => new[] { c.Items, c.Nulls }).Concat([_row, end]);
        var lookups = _columns.SelectMany(c => new Expression[]
        {
            Expression.Assign(c.Value.Items, Expression.Property(Buffer(c.Key, c.Value.Type), nameof(ColumnBuffer<>.Items))),
            Expression.Assign(c.Value.Nulls, Expression.Property(Buffer(c.Key, c.Value.Type), nameof(ColumnBuffer.Nulls))),
        });
        var body = Expression.Block(variables, [.. lookups, Expression.Assign(_row, from), Expression.Assign(end, Expression.Add(from, count)), loop]);
        return Expression.Lambda<TFill>(body, [.. parameters, _page, from, count, into, at]);
    }

    private MethodCallExpression Buffer(int column, Type type) => Expression.Call(_page, nameof(RowPage.Column), [type], Expression.Constant(column));

    private (ParameterExpression Items, ParameterExpression Nulls, Type Type) Column(int column, Type type)
    {
        if (!_columns.TryGetValue(column, out var known))
            _columns.Add(column, known = (Expression.Variable(type.MakeArrayType(), $"items{column}"), Expression.Variable(typeof(ulong[]), $"nulls{column}"), type));
        return known;
    }
}
