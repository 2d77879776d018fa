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
    /// <exception cref="ConversionException">It has no counterpart in the column's type.</exception>
    public object? ToStore(object? value)
    {
        if (value is null) return null;
        return (ToStoreExpression is null ? value : Convert(_toStore ??= Boxed(ToStoreExpression), value)) is { } stored ? Store.Normalize(stored) : null;
    }

    /// <summary>The value as a property holds it; null stays null.</summary>
    /// <exception cref="ConversionException">It has no counterpart in the property's type.</exception>
    public object? FromStore(object? value) => value is null || FromStoreExpression is null ? value : Convert(_fromStore ??= Boxed(FromStoreExpression), value);

    /// <summary>What is wrong with a value of the property's type, as a phrase without the value; null when it can be stored.</summary>
    public string? Fault(object value)
    {
        try
        {
            return ToStore(value) is { } stored ? Store.Fault(stored) : null;
        }
        catch (ConversionException refused)
        {
            return refused.Message;
        }
    }

    public bool Equals(TypeMapping? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private object Convert(Func<object, object> conversion, object value)
    {
        try
        {
            return conversion(value);
        }
        catch (Exception cause) when (cause is not ConversionException)
        {
            throw new ConversionException($"could not be converted between {ClrName.Of(ClrType)} and {Store.Name} ({cause.GetType().Name})", cause);
        }
    }

    private static Func<object, object> Boxed(LambdaExpression conversion)
    {
        var value = Expression.Parameter(typeof(object));
        var body = Expression.Invoke(conversion, Expression.Convert(value, conversion.Parameters[0].Type));
        return Expression.Lambda<Func<object, object>>(Expression.Convert(body, typeof(object)), value).Compile();
    }
}
