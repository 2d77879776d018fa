using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Queries;

/// <summary>Equality and order, with the nulls of C#.</summary>
internal sealed partial class ExpressionTranslator
{
    private SqlExpression Equality(Expression left, Expression right, bool negate, Expression whole)
    {
        if (Keys(left) is { } keys) return KeyEquality(keys, right, negate, whole);
        if (Keys(right) is { } others) return KeyEquality(others, left, negate, whole);
        if (Place.Of(translation, left) is Place.ValueObject part) return PartsEquality(part, right, negate, whole);
        if (Place.Of(translation, right) is Place.ValueObject other) return PartsEquality(other, left, negate, whole);
        var (a, b) = Pair(Unwrapped(left), Unwrapped(right));
        RefuseOwnOperator(whole, a, b);
        return Equal(a, b, negate);
    }

    private static SqlExpression Equal(SqlExpression left, SqlExpression right, bool negate)
    {
        if (right is SqlLiteral { IsNull: true }) (left, right) = (right, left);
        if (left is SqlLiteral { IsNull: true })
        {
            if (right is SqlLiteral { IsNull: true }) return negate ? SqlLiteral.False : SqlLiteral.True;
            return IsNull(right, negate);
        }
        if (!left.IsNullable && !right.IsNullable) return SqlBinary.Of(negate ? SqlOperator.NotEqual : SqlOperator.Equal, left, right, SqlTypes.Boolean);
        if (negate) return new SqlBinary(SqlOperator.DistinctFrom, left, right, SqlTypes.Boolean, false);
        // A null on one side only makes = null, which is as good as false; on both sides it must be true.
        return left.IsNullable && right.IsNullable
            ? new SqlBinary(SqlOperator.NotDistinctFrom, left, right, SqlTypes.Boolean, false)
            : SqlBinary.Of(SqlOperator.Equal, left, right, SqlTypes.Boolean);
    }

    private SqlExpression Comparison(BinaryExpression node, bool negate)
    {
        var (left, right) = Pair(Unwrapped(node.Left), Unwrapped(node.Right));
        RefuseOwnOperator(node, left, right);
        if (left is SqlLiteral { IsNull: true } || right is SqlLiteral { IsNull: true }) return negate ? SqlLiteral.True : SqlLiteral.False;
        if (IsTextEnum(left) || IsTextEnum(right)) throw Refused(node, "the enum is stored as text, whose order is another");
        RefuseOrder(left, node);
        var nullable = left.IsNullable || right.IsNullable;
        var @operator = (node.NodeType, negate && !nullable) switch
        {
            (ExpressionType.LessThan, false) or (ExpressionType.GreaterThanOrEqual, true) => SqlOperator.Less,
            (ExpressionType.LessThanOrEqual, false) or (ExpressionType.GreaterThan, true) => SqlOperator.LessOrEqual,
            (ExpressionType.GreaterThan, false) or (ExpressionType.LessThanOrEqual, true) => SqlOperator.Greater,
            _ => SqlOperator.GreaterOrEqual,
        };
        SqlExpression comparison = SqlBinary.Of(@operator, left, right, SqlTypes.Boolean);
        return negate && nullable ? new SqlTest(comparison, "IS NOT TRUE") : comparison;
    }

    // A row version says that a row changed, not which change was later.
    private static void RefuseOrder(SqlExpression value, Expression whole)
    {
        if (value.Type.Store == StoreTypes.Xid) throw Refused(whole, "a transaction id has no order");
    }

    private static bool IsTextEnum(SqlExpression value) => value.Type.ClrType.IsEnum && value.Type.Store.ClrType == typeof(string);

    /// <summary>HasValue of a relation, a nullable column, a value object.</summary>
    private SqlExpression IsNull(Expression owner, bool negate, Expression whole)
    {
        if (Place.Of(translation, owner) is Place.Related { Relation.Kind: RelationKind.ToOne } related) return IsNull(related.Source.KeyOf(related.Relation)[0], negate);
        if (Place.Of(translation, owner) is Place.ValueObject part) return PartsNull(part, negate);
        if (Nullable.GetUnderlyingType(owner.Type) is null) throw Refused(whole);
        return IsNull(Scalar(owner), negate);
    }

    private static SqlExpression IsNull(SqlExpression value, bool negate)
    {
        if (!value.IsNullable) return negate ? SqlLiteral.True : SqlLiteral.False;
        return new SqlTest(value, negate ? "IS NOT NULL" : "IS NULL");
    }

    /// <summary>The columns by which an entity or a relation is known, and the key properties they are equal to; null when the expression is neither.</summary>
    private (ImmutableArray<SqlExpression> Columns, ImmutableArray<Property> Properties)? Keys(Expression expression) => Place.Of(translation, expression) switch
    {
        Place.Entity entity => (entity.Source.Columns(entity.Source.Entity.Key.Properties), entity.Source.Entity.Key.Properties),
        Place.Related { Relation.Kind: RelationKind.ToOne } related => (related.Source.KeyOf(related.Relation), related.Relation.ToKey),
        Place.Target target => (target.Source.KeyOf(target.Relation), target.Relation.ToKey),
        _ => null,
    };

    private SqlExpression KeyEquality((ImmutableArray<SqlExpression> Columns, ImmutableArray<Property> Properties) keys, Expression other, bool negate, Expression whole)
    {
        while (other is UnaryExpression { NodeType: ExpressionType.Convert } convert) other = convert.Operand;
        var (columns, properties) = keys;
        if (other is CapturedExpression value)
        {
            if (translation.IsNull(value)) return IsNull(columns[0], negate);
            var isEntity = value.Type == typeof(RelatedKey) || value.Type.IsAssignableTo(typeof(IRelation)) || properties[0].Path[0].DeclaringType!.IsAssignableFrom(value.Type);
            if (!isEntity) throw Refused(whole);
            return Pairwise(columns, [.. properties.Select(SqlExpression (p, i) => new SqlParameter(new SqlValue.Captured(value.Index, v => KeyPart(v, p, i, properties.Length)), p.Mapping))], negate);
        }
        if (Keys(other) is not { } others || !others.Properties.SequenceEqual(properties)) throw Refused(whole);
        return Pairwise(columns, others.Columns, negate);
    }

    private static SqlExpression Pairwise(ImmutableArray<SqlExpression> left, ImmutableArray<SqlExpression> right, bool negate) =>
        left.Zip(right, (a, b) => Equal(a, b, negate)).Aggregate((all, one) => Join(negate, all, one));

    private SqlExpression PartsEquality(Place.ValueObject part, Expression other, bool negate, Expression whole)
    {
        while (other is UnaryExpression { NodeType: ExpressionType.Convert } convert) other = convert.Operand;
        if (other is CapturedExpression value)
        {
            if (translation.IsNull(value)) return PartsNull(part, negate);
            var depth = part.Path.Count(c => c == '.') + 1;
            return Pairwise([.. part.Columns], [.. part.Properties.Select(SqlExpression (p) => new SqlParameter(new SqlValue.Captured(value.Index, v => ToStore(p.Mapping, Walk(v, p, depth))), p.Mapping))], negate);
        }
        if (Place.Of(translation, other) is not Place.ValueObject others || part.Columns.Count() != others.Columns.Count()) throw Refused(whole);
        return Pairwise([.. part.Columns], [.. others.Columns], negate);
    }

    private static object? Walk(object? value, Property property, int from)
    {
        foreach (var member in property.Path.Skip(from)) value = value is null ? null : member.GetValue(value);
        return value;
    }

    // A value object is null when all its columns are.
    private static SqlExpression PartsNull(Place.ValueObject part, bool negate) =>
        part.Columns.Select(c => IsNull(c, negate)).Aggregate((all, one) => Join(negate, all, one));

    /// <summary>Conversions that change nothing about a comparison, taken away so that an index on the column can serve it.</summary>
    private static Expression Unwrapped(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert)
        {
            var (from, to) = (Underlying(convert.Operand.Type), Underlying(convert.Type));
            var isWidening = (IsWholeNumber(from) || from == typeof(char)) && (IsWholeNumber(to) || to == typeof(decimal)) && SizeOf(from) <= SizeOf(to);
            if (convert.Operand is not CapturedExpression && (from == to || to.IsAssignableFrom(from) || (from.IsEnum && IsWholeNumber(to)) || isWidening)) expression = convert.Operand;
            else break;
        }
        return expression;
    }

    private static int SizeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte or TypeCode.SByte => 1,
        TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => 2,
        TypeCode.Int32 or TypeCode.UInt32 => 4,
        TypeCode.Decimal => 16,
        _ => 8,
    };

    // Operators of the base class library mean what the server's mean, and those of a property's own type what its column means.
    private static void RefuseOwnOperator(Expression whole, SqlExpression left, SqlExpression right)
    {
        if (whole is not BinaryExpression { Method.DeclaringType: { } type } || type.Assembly == typeof(object).Assembly) return;
        if (left.Type.ClrType != type && right.Type.ClrType != type) throw Refused(whole, "its operator is code of its own");
    }
}
