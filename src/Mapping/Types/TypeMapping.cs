using System.Linq.Expressions;

namespace AkkaOrm.Types;

/// <summary>How a property's CLR type becomes a <see cref="StoreType"/> and back. Without conversions both are the same type.</summary>
/// <param name="ClrType">The property's type without <see cref="Nullable{T}"/>.</param>
/// <param name="ToStoreExpression">From <paramref name="ClrType"/> to the store type's CLR type; null when they are the same.</param>
/// <param name="FromStoreExpression">The way back; null when they are the same.</param>
internal sealed record TypeMapping(Type ClrType, StoreType Store, LambdaExpression? ToStoreExpression = null, LambdaExpression? FromStoreExpression = null)
{
    private Func<object, object>? _toStore, _fromStore;

    public bool IsConverted => ToStoreExpression is not null;

    /// <summary>The value as a column holds it; null stays null.</summary>
    public object? ToStore(object? value) => value is null || ToStoreExpression is null ? value : (_toStore ??= Boxed(ToStoreExpression))(value);

    /// <summary>The value as a property holds it; null stays null.</summary>
    public object? FromStore(object? value) => value is null || FromStoreExpression is null ? value : (_fromStore ??= Boxed(FromStoreExpression))(value);

    public bool Equals(TypeMapping? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static Func<object, object> Boxed(LambdaExpression conversion)
    {
        var value = Expression.Parameter(typeof(object));
        var body = Expression.Invoke(conversion, Expression.Convert(value, conversion.Parameters[0].Type));
        return Expression.Lambda<Func<object, object>>(Expression.Convert(body, typeof(object)), value).Compile();
    }
}
