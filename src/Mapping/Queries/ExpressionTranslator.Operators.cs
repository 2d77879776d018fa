using System.Linq.Expressions;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Queries;

/// <summary>Arithmetic, text, conversions.</summary>
internal sealed partial class ExpressionTranslator
{
    private SqlExpression Unary(UnaryExpression node, TypeMapping? hint)
    {
        switch (node.NodeType)
        {
            case ExpressionType.Not when node.Type == typeof(bool): return AsValue(Condition(node));
            // A bool? that is null stays null, as NOT has it.
            case ExpressionType.Not when node.Type == typeof(bool?): return new SqlPrefix(SqlOperator.Not, Scalar(node.Operand));
            case ExpressionType.Not or ExpressionType.OnesComplement: return new SqlPrefix(SqlOperator.Complement, Scalar(node.Operand, hint));
            case ExpressionType.Negate or ExpressionType.NegateChecked: return new SqlPrefix(SqlOperator.Negate, Scalar(node.Operand, hint));
            case ExpressionType.UnaryPlus: return Scalar(node.Operand, hint);
            case ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs: return Convert(node, hint);
            default: throw Refused(node);
        }
    }

    private SqlExpression Convert(UnaryExpression node, TypeMapping? hint)
    {
        var (from, to) = (Underlying(node.Operand.Type), Underlying(node.Type));
        if (from == to || to.IsAssignableFrom(from)) return Scalar(node.Operand, hint);
        if (node.Method is { } method && method.DeclaringType != typeof(decimal) && !(from == typeof(DateTime) && to == typeof(DateTimeOffset))) throw Refused(node);
        var operand = Scalar(node.Operand, from.IsEnum || to.IsEnum ? null : hint);
        if (from.IsEnum || to.IsEnum)
        {
            if (operand.Type.Store.ClrType == typeof(string)) throw Refused(node, "the enum is stored as text, which has no number");
            return new SqlCall("{0}", [operand], TypeOf(to, node), operand.IsNullable);
        }
        var target = TypeOf(to, node);
        return operand.Type.Store == target.Store ? new SqlCall("{0}", [operand], target, operand.IsNullable) : new SqlCast(operand, target);
    }

    private SqlExpression Binary(BinaryExpression node, TypeMapping? hint)
    {
        switch (node.NodeType)
        {
            case ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.Equal or ExpressionType.NotEqual
                or ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual:
                return node.Type == typeof(bool) ? AsValue(Condition(node)) : throw Refused(node);
            case ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr when node.Type == typeof(bool): return AsValue(Condition(node));
            // C# has these on bool? with the three values of SQL.
            case ExpressionType.And when node.Type == typeof(bool?): return SqlBinary.Of(SqlOperator.And, Scalar(node.Left), Scalar(node.Right), SqlTypes.Boolean);
            case ExpressionType.Or when node.Type == typeof(bool?): return SqlBinary.Of(SqlOperator.Or, Scalar(node.Left), Scalar(node.Right), SqlTypes.Boolean);
            case ExpressionType.ExclusiveOr when node.Type == typeof(bool?): return SqlBinary.Of(SqlOperator.NotEqual, Scalar(node.Left), Scalar(node.Right), SqlTypes.Boolean);
            case ExpressionType.Coalesce:
                var (first, second) = Pair(node.Left, node.Right, hint);
                return new SqlCall("coalesce({0}, {1})", [first, second], second.Type, first.IsNullable && second.IsNullable);
            case ExpressionType.Add when node.Type == typeof(string): return SqlBinary.Of(SqlOperator.Concat, Text(node.Left), Text(node.Right), SqlTypes.Text);
        }
        var @operator = node.NodeType switch
        {
            ExpressionType.Add or ExpressionType.AddChecked => SqlOperator.Add,
            ExpressionType.Subtract or ExpressionType.SubtractChecked => SqlOperator.Subtract,
            ExpressionType.Multiply or ExpressionType.MultiplyChecked => SqlOperator.Multiply,
            ExpressionType.Divide => SqlOperator.Divide,
            ExpressionType.Modulo => SqlOperator.Modulo,
            ExpressionType.And => SqlOperator.BitAnd,
            ExpressionType.Or => SqlOperator.BitOr,
            ExpressionType.ExclusiveOr => SqlOperator.BitXor,
            _ => throw Refused(node),
        };
        if (node.Method is { } method && method.DeclaringType?.Assembly != typeof(decimal).Assembly) throw Refused(node);
        var (left, right) = Underlying(node.Left.Type) == Underlying(node.Right.Type) ? Pair(node.Left, node.Right, hint) : (Scalar(node.Left), Scalar(node.Right));
        var type = Underlying(node.Type) == left.Type.ClrType && !left.Type.IsConverted ? left.Type : TypeOf(node.Type, node);
        return SqlBinary.Of(@operator, left, right, type);
    }

    // In C# null is nothing to add to a text; in SQL it makes all of it null.
    private SqlExpression Text(Expression expression)
    {
        if (expression is UnaryExpression { NodeType: ExpressionType.Convert } boxed && boxed.Type == typeof(object)) expression = boxed.Operand;
        var text = Scalar(expression, expression.Type == typeof(string) ? SqlTypes.Text : null);
        if (text.Type.Store.ClrType != typeof(string))
        {
            if (!IsWholeNumber(text.Type.ClrType) && text.Type.ClrType != typeof(Guid)) throw Refused(expression, "PostgreSQL would write it in another way than C#");
            text = new SqlCast(text, SqlTypes.Text);
        }
        return text.IsNullable ? new SqlCall("coalesce({0}, '')", [text], SqlTypes.Text, false) : text;
    }

    /// <summary>The type PostgreSQL has for a C# type.</summary>
    private static TypeMapping TypeOf(Type type, Expression expression) =>
        TypeMappings.Find(Underlying(type)) ?? throw Refused(expression, $"PostgreSQL has no type for {Underlying(type).Name}");

    internal static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    internal static bool IsNumber(Type type) => IsWholeNumber(type) || type == typeof(decimal) || type == typeof(double) || type == typeof(float);

    private static bool IsWholeNumber(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte) || type == typeof(sbyte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);
}
