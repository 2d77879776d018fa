using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>The operators of values that are met most around a lambda: a test for null, a comparison, a sum of whole numbers.</summary>
internal static class Operations
{
    /// <summary>How the operator is evaluated; null where it has to be compiled.</summary>
    public static Func<BinaryExpression, object?>? Of(BinaryExpression node) => node.NodeType switch
    {
        ExpressionType.AndAlso when IsPlain(node, typeof(bool)) => static and => Evaluation.Of(and.Left) is true && Evaluation.Of(and.Right) is true,
        ExpressionType.OrElse when IsPlain(node, typeof(bool)) => static or => Evaluation.Of(or.Left) is true || Evaluation.Of(or.Right) is true,
        ExpressionType.Coalesce when node.Conversion is null && (node.Type == node.Left.Type || node.Type == Nullable.GetUnderlyingType(node.Left.Type)) => static choice => Evaluation.Of(choice.Left) ?? Evaluation.Of(choice.Right),
        ExpressionType.ArrayIndex when node.Right.Type == typeof(int) => static index => ((Array)(Evaluation.Of(index.Left) ?? throw new NullReferenceException())).GetValue((int)Evaluation.Of(index.Right)!),
        ExpressionType.Equal when IsCompared(node) => static equality => AreEqual(equality),
        ExpressionType.NotEqual when IsCompared(node) => static equality => !AreEqual(equality),
        ExpressionType.LessThan when IsOrdered(node) => static order => Order(order) is < 0,
        ExpressionType.LessThanOrEqual when IsOrdered(node) => static order => Order(order) is <= 0,
        ExpressionType.GreaterThan when IsOrdered(node) => static order => Order(order) is > 0,
        ExpressionType.GreaterThanOrEqual when IsOrdered(node) => static order => Order(order) is >= 0,
        ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply when IsPlain(node, typeof(int)) => static sum => Number(sum.NodeType, (int)Evaluation.Of(sum.Left)!, (int)Evaluation.Of(sum.Right)!),
        ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply when IsPlain(node, typeof(long)) => static sum => Number(sum.NodeType, (long)Evaluation.Of(sum.Left)!, (long)Evaluation.Of(sum.Right)!),
        _ => null,
    };

    private static bool IsPlain(BinaryExpression node, Type type) => node is { Method: null, IsLifted: false } && node.Type == type && node.Left.Type == type && node.Right.Type == type;

    // Fractions are left out: one that is no number equals nothing, not even itself.
    private static bool IsCompared(BinaryExpression node)
    {
        if (node.IsLiftedToNull) return false;
        if (!node.Left.Type.IsValueType) return !node.Right.Type.IsValueType && (node.Method is null || node.Method.DeclaringType == typeof(string));
        var type = Nullable.GetUnderlyingType(node.Left.Type) ?? node.Left.Type;
        return node.Method is null && node.Left.Type == node.Right.Type && (type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(bool) || type == typeof(char));
    }

    private static bool AreEqual(BinaryExpression node)
    {
        var (left, right) = (Evaluation.Of(node.Left), Evaluation.Of(node.Right));
        return left is null || right is null || (node.Method is null && !node.Left.Type.IsValueType) ? ReferenceEquals(left, right) : left.Equals(right);
    }

    private static bool IsOrdered(BinaryExpression node)
    {
        var type = Nullable.GetUnderlyingType(node.Left.Type) ?? node.Left.Type;
        return node is { Method: null, IsLiftedToNull: false } && node.Left.Type == node.Right.Type && (type == typeof(int) || type == typeof(long));
    }

    private static int? Order(BinaryExpression node) =>
        (Evaluation.Of(node.Left), Evaluation.Of(node.Right)) is (IComparable left, { } right) ? left.CompareTo(right) : null;

    private static object Number(ExpressionType kind, int left, int right) => kind switch
    {
        ExpressionType.Add => unchecked(left + right),
        ExpressionType.Subtract => unchecked(left - right),
        _ => unchecked(left * right),
    };

    private static object Number(ExpressionType kind, long left, long right) => kind switch
    {
        ExpressionType.Add => unchecked(left + right),
        ExpressionType.Subtract => unchecked(left - right),
        _ => unchecked(left * right),
    };
}
