using System.Linq.Expressions;

namespace AkkaOrm.Models;

/// <summary>Composite keys as tuples.</summary>
internal static class KeyTuples
{
    /// <summary>Code that makes the tuple of the given types, 2 to 7, from boxed parts.</summary>
    public static Func<object[], object> Of(Type[] types)
    {
        var parts = Expression.Parameter(typeof(object[]), "parts");
        var tuple = Types[types.Length - 2].MakeGenericType(types);
        var made = Expression.New(tuple.GetConstructor(types)!, types.Select((t, i) => Expression.Convert(Expression.ArrayIndex(parts, Expression.Constant(i)), t)));
        return Expression.Lambda<Func<object[], object>>(Expression.Convert(made, typeof(object)), parts).Compile();
    }

    /// <summary>The tuple of the given parts, 2 to 7.</summary>
    public static NewExpression Of(Expression[] parts)
    {
        Type[] types = [.. parts.Select(p => p.Type)];
        return Expression.New(Types[types.Length - 2].MakeGenericType(types).GetConstructor(types)!, parts);
    }

    private static readonly Type[] Types = [typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>)];
}
