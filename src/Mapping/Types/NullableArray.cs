namespace AkkaOrm.Types;

/// <summary>Arrays in which null fits, whether the element is a value type or not.</summary>
internal static class NullableArray<T>
{
    public static readonly Func<IReadOnlyList<object?>, Array> Make = typeof(T).IsValueType
        ? typeof(NullableArray).GetMethod(nameof(NullableArray.OfValues))!.MakeGenericMethod(typeof(T)).CreateDelegate<Func<IReadOnlyList<object?>, Array>>()
        : static values => NullableArray.OfReferences<T>(values);
}

internal static class NullableArray
{
    public static Array OfValues<T>(IReadOnlyList<object?> values) where T : struct
    {
        var array = new T?[values.Count];
        for (var i = 0; i < array.Length; i++) array[i] = (T?)values[i];
        return array;
    }

    public static Array OfReferences<T>(IReadOnlyList<object?> values)
    {
        var array = new T[values.Count];
        for (var i = 0; i < array.Length; i++) array[i] = (T)values[i]!;
        return array;
    }
}
