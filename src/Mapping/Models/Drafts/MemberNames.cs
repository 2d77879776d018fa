using System.Linq.Expressions;
using System.Reflection;

namespace AkkaOrm.Models;

/// <summary>The properties that a lambda names, as dotted paths.</summary>
internal static class MemberNames
{
    /// <returns>Empty when the lambda is anything else than a property or several in <c>new { … }</c>.</returns>
    public static IReadOnlyList<string> Of(LambdaExpression lambda)
    {
        var body = Bare(lambda.Body);
        if (body is not NewExpression { Arguments.Count: > 0 } several) return Path(body) is { } one ? [one] : [];
        var names = several.Arguments.Select(a => Path(Bare(a))).ToList();
        return names.Contains(null) ? [] : [.. names.OfType<string>()];
    }

    /// <summary>The <c>.Value</c> of a nullable or a deferred column is the column itself.</summary>
    private static string? Path(Expression expression)
    {
        if (expression is not MemberExpression { Member: PropertyInfo property, Expression: { } of }) return null;
        of = Bare(of);
        if (of is ParameterExpression) return property.Name;
        if (Path(of) is not { } owner) return null;
        return property.Name == "Value" && Unwraps(property.DeclaringType!) ? owner : $"{owner}.{property.Name}";
    }

    private static bool Unwraps(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Nullable<>) || type.GetGenericTypeDefinition() == typeof(Deferred<>));

    private static Expression Bare(Expression body)
    {
        while (body is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs, Operand: var inner }) body = inner;
        return body;
    }
}
