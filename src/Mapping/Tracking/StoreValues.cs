namespace AkkaOrm.Tracking;

/// <summary>Store values as they are compared and kept.</summary>
internal static class StoreValues
{
    /// <summary>Whether a column would hold the same: arrays by their elements.</summary>
    public static bool Same(object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null) return false;
        if (left is byte[] bytes) return right is byte[] others && bytes.AsSpan().SequenceEqual(others);
        if (left is not Array array) return left.Equals(right);
        if (right is not Array other || array.Length != other.Length || array.GetType() != other.GetType()) return false;
        for (var i = 0; i < array.Length; i++)
            if (!Same(array.GetValue(i), other.GetValue(i))) return false;
        return true;
    }

    /// <summary>The value, or a copy where its owner could still change it.</summary>
    public static object? Kept(object? value) => value is Array array ? array.Clone() : value;
}
