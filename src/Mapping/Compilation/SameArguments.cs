using System.Collections.Immutable;

namespace AkkaOrm.Compilation;

/// <summary>Whether two executions of a statement are given the same, to the bit: what only compares as equal (1.0 and 1.00, 0 and -0) can be answered differently.</summary>
internal static class SameArguments
{
    public static bool Are(ImmutableArray<Argument> left, ImmutableArray<Argument> right)
    {
        if (left == right) return true;
        if (left.IsDefault || right.IsDefault || left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!Are(left[i], right[i])) return false;
        }
        return true;
    }

    public static int Hash(ImmutableArray<Argument> arguments)
    {
        if (arguments.IsDefault) return 0;
        var hash = new HashCode();
        foreach (var argument in arguments)
        {
            if (argument is Argument.Value { Content: { } content and not Array }) hash.Add(content);
        }
        return hash.ToHashCode();
    }

    private static bool Are(Argument left, Argument right) => (left, right) switch
    {
        (Argument.Value one, Argument.Value other) => Are(one.Content, other.Content),
        (Argument.Keys one, Argument.Keys other) => Are(one.Content, other.Content),
        _ => left.Equals(right),
    };

    private static bool Are(object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        switch (left, right)
        {
            case (null, _) or (_, null): return false;
            case (double one, double other): return BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other);
            case (float one, float other): return BitConverter.SingleToInt32Bits(one) == BitConverter.SingleToInt32Bits(other);
            case (decimal one, decimal other): return one == other && one.Scale == other.Scale;
            case (byte[] one, byte[] other): return one.AsSpan().SequenceEqual(other);
            case (Array one, Array other):
                if (one.GetType() != other.GetType() || one.Length != other.Length) return false;
                for (var i = 0; i < one.Length; i++)
                {
                    if (!Are(one.GetValue(i), other.GetValue(i))) return false;
                }
                return true;
            default: return left.Equals(right);
        }
    }
}
