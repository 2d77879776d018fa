using System.Buffers;
using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>The keys of one entity that were met in one result, by the row that each was met in first.</summary>
internal sealed class ResultKeys(EntityType type)
{
    private readonly KeyIndex _index = KeyIndex.Of(type);
    private readonly FreePlaces _places = new();
    private readonly List<int> _firsts = [];

    public void Reserve(int rows)
    {
        _index.Reserve(rows);
        _firsts.EnsureCapacity(rows);
    }

    /// <param name="firsts">Set for each row of the page: the number of the row with the same key that came first, often its own; -1 where the key is null.</param>
    /// <param name="number">The number of the page's first row within the result.</param>
    public void Meet(RowPage page, ImmutableArray<int> columns, Span<int> firsts, int number)
    {
        var places = ArrayPool<int>.Shared.Rent(firsts.Length);
        _index.Places(page, columns, places.AsSpan(0, firsts.Length), _places);
        for (var row = 0; row < firsts.Length; row++)
        {
            var place = places[row];
            if (place == _firsts.Count) _firsts.Add(number + row);
            firsts[row] = place < 0 ? KeyIndex.None : _firsts[place];
        }
        ArrayPool<int>.Shared.Return(places);
    }
}
