using System.Runtime.CompilerServices;
using AkkaOrm.Compilation;

namespace AkkaOrm.Connections;

/// <summary>Which reads one statement answers: the same statement with the same values, or one row each by keys of one shape. Never across partitions.</summary>
internal sealed class SharedReads : IEqualityComparer<WaitingRequest>
{
    public static readonly SharedReads Together = new();

    public bool Equals(WaitingRequest? x, WaitingRequest? y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x?.Plan is not { } one || y?.Plan is not { } other || x.Context.Partition != y.Context.Partition) return false;
        return one.Keyed is { } key ? other.Keyed is { } otherKey && key.Joins(otherKey) : other.Keyed is null && AreSame(one, other);
    }

    public int GetHashCode(WaitingRequest request)
    {
        var plan = request.Plan!;
        if (plan.Keyed is { } key) return RuntimeHelpers.GetHashCode(key.Many);
        var first = plan.Steps[0];
        return HashCode.Combine(RuntimeHelpers.GetHashCode(first.Statement), SameArguments.Hash(first.Arguments));
    }

    private static bool AreSame(Plan one, Plan other)
    {
        if (one.Transaction != other.Transaction || one.Steps.Length != other.Steps.Length) return false;
        for (var i = 0; i < one.Steps.Length; i++)
        {
            if (!ReferenceEquals(one.Steps[i].Statement, other.Steps[i].Statement) || !SameArguments.Are(one.Steps[i].Arguments, other.Steps[i].Arguments)) return false;
        }
        return true;
    }
}
