using System.Collections.Immutable;
using System.Numerics;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Columns of an entity by ordinal: a bit each, so that most sets are a number.</summary>
internal readonly struct ColumnSet : IEquatable<ColumnSet>
{
    private const int Bits = 64;

    private readonly ulong _first;

    // Of ordinals from 64 on. Its last word is never 0, so that equal sets look alike.
    private readonly ulong[]? _more;

    private ColumnSet(ulong first, ulong[]? more) => (_first, _more) = (first, more);

    public bool IsEmpty => _first == 0 && _more is null;

    public bool this[int ordinal] => ordinal < Bits
        ? (_first & (1UL << ordinal)) != 0
        : _more is { } more && (ordinal / Bits) - 1 < more.Length && (more[(ordinal / Bits) - 1] & (1UL << ordinal)) != 0;

    /// <summary>The ordinals, ascending.</summary>
    public ImmutableArray<int> Ordinals
    {
        get
        {
            var count = BitOperations.PopCount(_first);
            foreach (var word in _more ?? []) count += BitOperations.PopCount(word);
            var ordinals = ImmutableArray.CreateBuilder<int>(count);
            Append(ordinals, _first, 0);
            for (var i = 0; i < (_more?.Length ?? 0); i++) Append(ordinals, _more![i], (i + 1) * Bits);
            return ordinals.MoveToImmutable();
        }
    }

    public ColumnSet With(int ordinal)
    {
        if (ordinal < Bits) return new(_first | (1UL << ordinal), _more);
        var word = (ordinal / Bits) - 1;
        var more = new ulong[Math.Max(word + 1, _more?.Length ?? 0)];
        _more?.CopyTo(more, 0);
        more[word] |= 1UL << ordinal;
        return new(_first, more);
    }

    public bool Equals(ColumnSet other) => _first == other._first && _more.AsSpan().SequenceEqual(other._more);
    public override bool Equals(object? obj) => obj is ColumnSet other && Equals(other);
    public override int GetHashCode() => _more is null ? _first.GetHashCode() : HashCode.Combine(_first, _more[^1], _more.Length);

    private static void Append(ImmutableArray<int>.Builder ordinals, ulong word, int first)
    {
        for (; word != 0; word &= word - 1) ordinals.Add(first + BitOperations.TrailingZeroCount(word));
    }
}
