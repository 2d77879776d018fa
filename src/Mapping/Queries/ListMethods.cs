using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>The many methods that ask whether a list holds an item.</summary>
internal static class ListMethods
{
    /// <summary>True for <c>list.Contains(item)</c> of LINQ, of spans (to which C# 14 binds arrays) and of collections, without a comparer.</summary>
    public static bool IsContains(MethodCallExpression call, out Expression list, out Expression item)
    {
        (list, item) = (call, call);
        if (call.Method.Name != "Contains" || call.Method.ReturnType != typeof(bool)) return false;
        if (call.Object is { } owner)
        {
            if (call.Arguments.Count != 1 || ListTypes.ElementOf(owner.Type) is null) return false;
            (list, item) = (owner, call.Arguments[0]);
            return true;
        }
        if (call.Method.DeclaringType != typeof(MemoryExtensions) && call.Method.DeclaringType != typeof(Enumerable)) return false;
        if (call.Arguments.Count is < 2 or > 3 || (call.Arguments.Count == 3 && !IsNull(call.Arguments[2]))) return false;
        (list, item) = (Array(call.Arguments[0]), call.Arguments[1]);
        return ListTypes.ElementOf(list.Type) is not null;
    }

    public static bool HasComparer(object set)
    {
        if (set.GetType() is not { IsGenericType: true } type || type.GetGenericTypeDefinition() != typeof(HashSet<>)) return false;
        var comparer = type.GetProperty(nameof(HashSet<>.Comparer))!.GetValue(set);
        var common = typeof(EqualityComparer<>).MakeGenericType(type.GetGenericArguments()).GetProperty(nameof(EqualityComparer<>.Default))!.GetValue(null);
        return comparer is not null && !comparer.Equals(common) && !comparer.Equals(StringComparer.Ordinal);
    }

    /// <summary>What an array was before it became a span: evaluating the span itself would break the program.</summary>
    private static Expression Array(Expression span) => span switch
    {
        MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } => Array(array),
        UnaryExpression { NodeType: ExpressionType.Convert, Method.Name: "op_Implicit" } convert => Array(convert.Operand),
        _ => span,
    };

    private static bool IsNull(Expression comparer) => comparer is ConstantExpression { Value: null } or DefaultExpression;
}
