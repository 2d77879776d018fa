using System.Linq.Expressions;

namespace AkkaOrm.Types;

/// <summary>Integers, floating point and decimal numbers. A number that does not fit its column is refused, never wrapped around.</summary>
internal static class NumberMappings
{
    private static readonly Dictionary<Type, StoreType> Defaults = new()
    {
        [typeof(short)] = StoreTypes.SmallInt,
        [typeof(int)] = StoreTypes.Integer,
        [typeof(long)] = StoreTypes.BigInt,
        [typeof(byte)] = StoreTypes.SmallInt,
        [typeof(sbyte)] = StoreTypes.SmallInt,
        [typeof(ushort)] = StoreTypes.Integer,
        [typeof(uint)] = StoreTypes.BigInt,
        [typeof(ulong)] = StoreTypes.NumericOf(20, 0),
        [typeof(float)] = StoreTypes.Real,
        [typeof(double)] = StoreTypes.DoublePrecision,
        [typeof(decimal)] = StoreTypes.Numeric,
    };

    public static TypeMapping? For(Type clr, StoreType? store)
    {
        if (!Defaults.TryGetValue(clr, out var own)) return null;
        store ??= own;
        var fits = IsInteger(clr) ? IsInteger(store.ClrType) || store.ClrType == typeof(decimal) : IsFloat(clr) ? IsFloat(store.ClrType) : store.ClrType == typeof(decimal);
        if (store == StoreTypes.Xid) fits = clr == typeof(uint);
        if (!fits) return null;
        return clr == store.ClrType ? new(clr, store) : new(clr, store, Converted(clr, store.ClrType), Converted(store.ClrType, clr));
    }

    public static bool IsInteger(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte) || type == typeof(sbyte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);

    public static LambdaExpression Converted(Type from, Type to)
    {
        var value = Expression.Parameter(from, "value");
        return Expression.Lambda(Expression.ConvertChecked(value, to), value);
    }

    private static bool IsFloat(Type type) => type == typeof(float) || type == typeof(double);
}
