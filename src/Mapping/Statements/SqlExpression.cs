using System.Collections.Immutable;
using AkkaOrm.Types;

namespace AkkaOrm.Statements;

/// <summary>A value or a condition in SQL.</summary>
/// <param name="Type">What the value is here; how it is carried is its store type.</param>
/// <param name="IsNullable">It may be null in some row.</param>
internal abstract record SqlExpression(TypeMapping Type, bool IsNullable);

internal sealed record SqlColumn(string Table, string Name, TypeMapping Type, bool IsNullable) : SqlExpression(Type, IsNullable);

internal sealed record SqlParameter(SqlValue Value, TypeMapping Type, bool IsArray = false) : SqlExpression(Type, false);

/// <summary>Text that stands in the statement as it is: TRUE, 1, now().</summary>
internal sealed record SqlLiteral(string Text, TypeMapping Type, bool IsNullable = false) : SqlExpression(Type, IsNullable)
{
    public static readonly SqlLiteral True = new("TRUE", SqlTypes.Boolean), False = new("FALSE", SqlTypes.Boolean);
    public static SqlLiteral Null(TypeMapping type) => new("NULL", type, true);
    public bool IsNull => Text == "NULL";
}

internal sealed record SqlBinary(SqlOperator Operator, SqlExpression Left, SqlExpression Right, TypeMapping Type, bool IsNullable) : SqlExpression(Type, IsNullable)
{
    public static SqlBinary Of(SqlOperator @operator, SqlExpression left, SqlExpression right, TypeMapping type) =>
        new(@operator, left, right, type, left.IsNullable || right.IsNullable);
}

/// <summary><c>NOT x</c>, <c>-x</c>.</summary>
internal sealed record SqlPrefix(SqlOperator Operator, SqlExpression Operand) : SqlExpression(Operand.Type, Operand.IsNullable);

/// <summary><c>x IS NULL</c>, <c>x IS NOT TRUE</c>: never null.</summary>
internal sealed record SqlTest(SqlExpression Operand, string Test) : SqlExpression(SqlTypes.Boolean, false);

/// <summary>A pattern with holes: <c>lower({0})</c>. Operands are put into parentheses where <paramref name="Binding"/> says they must bind that tightly.</summary>
internal sealed record SqlCall(string Pattern, ImmutableArray<SqlExpression> Arguments, TypeMapping Type, bool IsNullable, int Binding = 0, int Own = SqlOperator.Atom) : SqlExpression(Type, IsNullable)
{
    public static SqlCall Of(string pattern, TypeMapping type, params ReadOnlySpan<SqlExpression> arguments)
    {
        var nullable = false;
        foreach (var argument in arguments) nullable |= argument.IsNullable;
        return new(pattern, [.. arguments], type, nullable);
    }
}

/// <summary><c>x = ANY ($1)</c>: one of an array, or none of it.</summary>
internal static class SqlAny
{
    public static SqlCall Of(SqlExpression item, SqlParameter array, bool isNone = false) =>
        new(isNone ? "{0} <> ALL ({1})" : "{0} = ANY ({1})", [item, array], SqlTypes.Boolean, item.IsNullable, SqlOperator.Like.Binding + 1, SqlOperator.Equal.Binding);
}

internal sealed record SqlCast(SqlExpression Operand, TypeMapping Type) : SqlExpression(Type, Operand.IsNullable);

internal sealed record SqlCase(SqlExpression Test, SqlExpression Then, SqlExpression Else) : SqlExpression(Then.Type, Then.IsNullable || Else.IsNullable);

/// <summary><c>(a, b)</c>.</summary>
internal sealed record SqlRow(ImmutableArray<SqlExpression> Items) : SqlExpression(SqlTypes.Boolean, false);

internal sealed record SqlExists(SqlSelect Select) : SqlExpression(SqlTypes.Boolean, false);

internal sealed record SqlScalar(SqlSelect Select, TypeMapping Type, bool IsNullable) : SqlExpression(Type, IsNullable);

/// <summary><c>(a, b) IN (SELECT …)</c>.</summary>
internal sealed record SqlIn(SqlExpression Item, SqlSelect Select) : SqlExpression(SqlTypes.Boolean, Item.IsNullable);

/// <summary>SQL that a user wrote, as a condition; its values are given in the order of its holes.</summary>
internal sealed record SqlRaw(ImmutableArray<SqlRawPart> Parts, bool EndsInComment) : SqlExpression(SqlTypes.Boolean, true);

/// <summary>Text, or the parameter in a hole.</summary>
internal readonly record struct SqlRawPart(string? Text, SqlParameter? Parameter);
