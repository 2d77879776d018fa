using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>A SELECT and what one row of it stands for, while clauses are applied in the order they were written.</summary>
internal sealed class Pipeline
{
    private readonly Translation _translation;
    private readonly ExpressionTranslator _translator;

    private Pipeline(Translation translation, SelectBuilder select, Expression element)
    {
        (_translation, Sql, Element) = (translation, select, element);
        _translator = new(translation);
    }

    public SelectBuilder Sql { get; }

    /// <summary>An <see cref="EntityExpression"/>, or what the last Select makes of one.</summary>
    public Expression Element { get; private set; }

    /// <summary>Its one row is a value over all rows.</summary>
    public bool IsAggregated { get; private set; }

    /// <summary>What comes next is about the rows that are left now.</summary>
    private bool IsFinal => Sql.IsLimited || Sql.IsDistinct || IsAggregated;

    public static Pipeline Of(Translation translation, EntityType entity)
    {
        var select = new SelectBuilder(translation);
        return new(translation, select, new EntityExpression(select.Table(entity), "x"));
    }

    public static Pipeline Of(Translation translation, SelectBuilder select, Expression element) => new(translation, select, element);

    /// <summary>The rows of a relation, seen from a row of an outer SELECT.</summary>
    public static Pipeline Of(Translation translation, EntitySource parent, Relation relation)
    {
        var rows = Of(translation, relation.To);
        var keys = relation.Link is null ? rows.Source.Columns(relation.ToKey) : rows.Link(relation);
        foreach (var (key, mine) in keys.Zip(relation.FromKey)) rows.Sql.Where.Insert(0, SqlBinary.Of(SqlOperator.Equal, key, parent.Column(mine), SqlTypes.Boolean));
        return rows;
    }

    public EntitySource Source => ((EntityExpression)Element).Source;

    /// <summary>Joins the link table of a many-to-many relation.</summary>
    /// <returns>Its columns for the far side, equal to the relation's FromKey.</returns>
    public ImmutableArray<SqlExpression> Link(Relation relation)
    {
        var link = relation.Link!;
        var alias = _translation.NextAlias();
        var on = link.ToColumns.Zip(relation.ToKey, SqlExpression (column, key) =>
            SqlBinary.Of(SqlOperator.Equal, new SqlColumn(alias, column, key.Mapping, false), Source.Column(key), SqlTypes.Boolean));
        Sql.Joins.Insert(0, new(SqlJoinKind.Inner, new SqlSource.Table(link.Schema, link.Table, alias), [.. on]));
        return [.. link.FromColumns.Zip(relation.FromKey, SqlExpression (column, key) => new SqlColumn(alias, column, key.Mapping, false))];
    }

    public void Where(LambdaExpression? condition, bool negate = false) =>
        Where(element => _translator.Condition(Substitution.Of(condition!, element), negate));

    public void Where(Func<Expression, SqlExpression> condition)
    {
        if (IsFinal) Wrap();
        var sql = condition(Element);
        foreach (var part in Parts(sql)) Sql.Where.Add(part);
    }

    public void OrderBy(LambdaExpression key, bool descending, bool next)
    {
        if (IsFinal) Wrap();
        if (!next) Sql.OrderBy.Clear();
        var body = Substitution.Of(key, Element);
        foreach (var sql in _translator.OrderKeys(body)) Sql.OrderBy.Add(new(sql, descending));
    }

    public void Take(SqlExpression rows)
    {
        Sql.Limit = Sql.Limit is null ? rows : SqlCall.Of("least({0}, {1})", SqlTypes.BigInt, Sql.Limit, rows);
    }

    public void Skip(SqlExpression rows)
    {
        if (Sql.Limit is not null) Wrap();
        Sql.Offset = Sql.Offset is null ? rows : SqlBinary.Of(SqlOperator.Add, Sql.Offset, rows, SqlTypes.BigInt);
    }

    public void Select(LambdaExpression result)
    {
        if (Sql.IsDistinct || IsAggregated) Wrap();
        Element = Substitution.Of(result, Element);
    }

    public void Distinct()
    {
        // Rows of a table are distinct by their key.
        if (Element is EntityExpression && Sql is { From: SqlSource.Table }) return;
        if (IsFinal) Wrap();
        Sql.OrderBy.Clear();
        Sql.IsDistinct = true;
    }

    /// <summary><c>SELECT 1 …</c>, for EXISTS.</summary>
    public SqlSelect One()
    {
        if (!Sql.IsLimited) Sql.OrderBy.Clear();
        Sql.IsDistinct = false;
        return Sql.ToSelect([new(new SqlLiteral("1", SqlTypes.Integer))]);
    }

    public SqlExpression Aggregate(AggregateKind kind, LambdaExpression? value, Type? type = null)
    {
        var item = AggregateItem(kind, value, type);
        return new SqlScalar(Sql.ToSelect([new(item)]), item.Type, item.IsNullable);
    }

    /// <summary>Makes the query one of a single row.</summary>
    public void AggregateAll(AggregateKind kind, LambdaExpression? value, Type type)
    {
        if (kind == AggregateKind.Any)
        {
            var exists = new SqlExists(One());
            Sql.Clear();
            Element = new SqlNodeExpression(exists, typeof(bool));
        }
        else Element = new SqlNodeExpression(AggregateItem(kind, value), type);
        IsAggregated = true;
    }

    /// <summary>The only column of an aggregate; the order of rows does not matter to it.</summary>
    public SqlExpression AggregateItem(AggregateKind kind, LambdaExpression? value, Type? type = null)
    {
        if (IsFinal) Wrap();
        Sql.OrderBy.Clear();
        if (kind == AggregateKind.Count) return new SqlLiteral(type == typeof(long) ? "count(*)" : "count(*)::integer", type == typeof(long) ? SqlTypes.BigInt : SqlTypes.Integer);
        var body = value is null ? Element : Substitution.Of(value, Element);
        var operand = _translator.Scalar(body);
        var carried = operand.Type.Store.ClrType;
        if (carried == typeof(bool) || carried == typeof(Guid) || carried == typeof(byte[]) || carried == typeof(uint) || (kind == AggregateKind.Sum && !ExpressionTranslator.IsNumber(carried)))
            throw new StatementException($"PostgreSQL has no {kind.ToString().ToLowerInvariant()} of {operand.Type.Store}") { Expression = body.ToString() };
        if (kind != AggregateKind.Sum) return new SqlCall(kind == AggregateKind.Max ? "max({0})" : "min({0})", [operand], operand.Type, true);
        var sum = new SqlCall("coalesce(sum({0}), 0)", [operand], operand.Type, false);
        return new SqlCast(sum, operand.Type);
    }

    /// <summary>The first row's value, null where there is none.</summary>
    public SqlExpression First()
    {
        var value = _translator.Scalar(Element);
        Sql.Limit = new SqlLiteral("1", SqlTypes.BigInt);
        return new SqlScalar(Sql.ToSelect([new(value)]), value.Type, true);
    }

    /// <summary>A condition in the user's SQL: it names columns without a prefix, so it stands where there is no other table.</summary>
    public void Where(SqlRaw condition, bool apart)
    {
        if (IsFinal || Sql.Joins.Count > 0) Wrap();
        Sql.Where.Add(condition);
        if (apart) Wrap();
    }

    /// <summary>The rows after one whose keys in the order are given: null where they are null.</summary>
    public void After(ImmutableArray<SqlExpression> values)
    {
        if (IsFinal) Wrap();
        var keys = Sql.OrderBy;
        if (keys.Count != values.Length) throw new StatementException("After is about an order of single values");
        if (Element is not EntityExpression { Source: var source } || !source.Columns(source.Entity.Key.Properties).All(key => keys.Exists(o => o.Key == key)))
            throw new StatementException("After needs an order in which no two rows are equal, or rows would be lost between pages") { Hint = "end the order with the key: .ThenBy(x => x.Id)" };
        if (keys.TrueForAll(k => !k.Key.IsNullable && k.IsDescending == keys[0].IsDescending) && keys.Count > 1)
        {
            Sql.Where.Add(SqlBinary.Of(keys[0].IsDescending ? SqlOperator.Less : SqlOperator.Greater, new SqlRow([.. keys.Select(k => k.Key)]), new SqlRow(values), SqlTypes.Boolean));
            return;
        }
        SqlExpression? later = null;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            var behind = Behind(keys[i], values[i]);
            if (later is null) later = behind;
            else later = ExpressionTranslator.Join(true, behind, ExpressionTranslator.Join(false, Same(keys[i].Key, values[i]), later));
        }
        Sql.Where.Add(later!);
    }

    private static SqlExpression Same(SqlExpression key, SqlExpression value) =>
        value is SqlLiteral { IsNull: true } ? new SqlTest(key, "IS NULL") : SqlBinary.Of(SqlOperator.Equal, key, value, SqlTypes.Boolean);

    // Null stands before all when ascending, after all when descending.
    private static SqlExpression Behind(SqlOrder order, SqlExpression value)
    {
        if (value is SqlLiteral { IsNull: true }) return order.IsDescending ? SqlLiteral.False : new SqlTest(order.Key, "IS NOT NULL");
        SqlExpression behind = SqlBinary.Of(order.IsDescending ? SqlOperator.Less : SqlOperator.Greater, order.Key, value, SqlTypes.Boolean);
        return order is { IsDescending: true, Key.IsNullable: true } ? ExpressionTranslator.Join(true, behind, new SqlTest(order.Key, "IS NULL")) : behind;
    }

    /// <summary>Makes what there is a subquery, so that what follows is about its rows; their order stays.</summary>
    public void Wrap(SqlSource? before = null)
    {
        var alias = _translation.NextAlias();
        var items = new List<SqlItem>();
        var element = Element is EntityExpression entity ? Wrapped(entity.Source, alias, items) : Wrapped(Element, alias, items);
        var order = new List<SqlOrder>();
        foreach (var key in Sql.OrderBy)
        {
            var place = items.FindIndex(item => item.Value == key.Key);
            if (place < 0)
            {
                place = items.Count;
                items.Add(new(key.Key, FormattableString.Invariant($"o{place}")));
            }
            order.Add(new(new SqlColumn(alias, items[place].Name!, key.Key.Type, key.Key.IsNullable), key.IsDescending));
        }
        if (!Sql.IsLimited) Sql.OrderBy.Clear();
        var inner = new SqlSource.Derived(Sql.ToSelect([.. items]), alias);
        Sql.Clear();
        Sql.From = before ?? inner;
        if (before is not null) Sql.Joins.Add(new(SqlJoinKind.CrossLateral, inner, []));
        Sql.OrderBy.AddRange(order);
        Element = element;
        IsAggregated = false;
    }

    private EntityExpression Wrapped(EntitySource source, string alias, List<SqlItem> items)
    {
        foreach (var property in source.Entity.Properties) items.Add(new(source.Column(property), property.Column));
        return new(new EntitySource(source.Entity, alias, Sql, source.IsNullable), "x");
    }

    private Expression Wrapped(Expression element, string alias, List<SqlItem> items)
    {
        var leaves = new Leaves(_translator, (sql, type) =>
        {
            var name = FormattableString.Invariant($"c{items.Count}");
            items.Add(new(sql, name));
            return new SqlNodeExpression(new SqlColumn(alias, name, sql.Type, sql.IsNullable), type);
        });
        return leaves.Visit(element);
    }

    private static IEnumerable<SqlExpression> Parts(SqlExpression condition)
    {
        if (condition == SqlLiteral.True) return [];
        return condition is SqlBinary binary && binary.Operator == SqlOperator.And ? [.. Parts(binary.Left), .. Parts(binary.Right)] : [condition];
    }
}
