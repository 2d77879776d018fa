using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using AkkaOrm.Relations;

namespace AkkaOrm.Queries;

/// <summary>Evaluates a part of a lambda that needs no row. What the compiler makes of variables, members and calls is read as it stands; only what is left is compiled.</summary>
internal static class Evaluation
{
    public static object? Of(Expression node) => node switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(Owner(member)),
        MemberExpression { Expression: { } optional } member when IsNullable(optional) => Part(optional, member.Member.Name),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(Owner(member)),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when IsPlain(convert) => Of(convert.Operand),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when Widened(convert) is { } target => Of(convert.Operand) is { } value ? Convert.ChangeType(value, target, CultureInfo.InvariantCulture) : null,
        NewExpression { Constructor: { } constructor, Members: null } made when IsSimple(constructor) => constructor.Invoke(Arguments(made)),
        MethodCallExpression call when IsSimple(call.Method) && !(call.Object is { } optional && IsNullable(optional)) => call.Method.Invoke(call.Object is null ? null : Of(call.Object) ?? throw new NullReferenceException(), Arguments(call)),
        // An entity or a key for a relation: what is compared is its key.
        UnaryExpression { NodeType: ExpressionType.Convert, Method.Name: "op_Implicit" } convert when convert.Type.IsAssignableTo(typeof(IToOneState)) => Of(convert.Operand),
        NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array => Elements(array),
        ConditionalExpression choice => Of(Of(choice.Test) is true ? choice.IfTrue : choice.IfFalse),
        UnaryExpression { NodeType: ExpressionType.Not, Method: null } not when not.Type == typeof(bool) => Of(not.Operand) is false,
        BinaryExpression binary when Operations.Of(binary) is { } operation => operation(binary),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)(),
    };

    /// <summary>Boxing, references upwards, and T to T?: the object stays what it is.</summary>
    public static bool IsPlain(UnaryExpression convert) =>
        convert.Type.IsAssignableFrom(convert.Operand.Type) || Nullable.GetUnderlyingType(convert.Type) == convert.Operand.Type;

    private static object? Owner(MemberExpression member) =>
        member.Expression is null ? null : Of(member.Expression) ?? throw new NullReferenceException();

    private static bool IsNullable(Expression node) => Nullable.GetUnderlyingType(node.Type) is not null;

    // An owner that is null all the same: a T? has a HasValue without a value.
    private static object Part(Expression optional, string member) => (member, Of(optional)) switch
    {
        (nameof(Nullable<>.HasValue), var value) => value is not null,
        (_, { } value) => value,
        _ => throw new InvalidOperationException("Nullable object must have a value."),
    };

    private static object?[] Arguments(IArgumentProvider call)
    {
        if (call.ArgumentCount == 0) return [];
        var arguments = new object?[call.ArgumentCount];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = Of(call.GetArgument(i));
        return arguments;
    }

    private static Array Elements(NewArrayExpression array)
    {
        var elements = Array.CreateInstance(array.Type.GetElementType()!, array.Expressions.Count);
        for (var i = 0; i < elements.Length; i++) elements.SetValue(Of(array.Expressions[i]), i);
        return elements;
    }

    // An enum to its number, an int to a wider one: what the compiler puts around variables in comparisons.
    private static Type? Widened(UnaryExpression convert)
    {
        var (from, to) = (Nullable.GetUnderlyingType(convert.Operand.Type) ?? convert.Operand.Type, Nullable.GetUnderlyingType(convert.Type) ?? convert.Type);
        return (from.IsEnum && Enum.GetUnderlyingType(from) == to) || (from == typeof(int) && (to == typeof(long) || to == typeof(double))) ? to : null;
    }

    private static bool IsSimple(MethodBase method) => !method.IsGenericMethodDefinition && Array.TrueForAll(method.GetParameters(), p => !p.ParameterType.IsByRef && !p.ParameterType.IsByRefLike);
}
