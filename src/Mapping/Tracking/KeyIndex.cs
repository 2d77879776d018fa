using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>Places by key, of the rows of one entity. Keys of one column stand in it as they are, unboxed.</summary>
internal abstract class KeyIndex(EntityType type)
{
    /// <summary>There is no such key.</summary>
    public const int None = -1;

    public EntityType Type { get; } = type;

    public static KeyIndex Of(EntityType type) => type.Key.Properties is [var only]
        ? (KeyIndex)Activator.CreateInstance(typeof(KeyIndex<>).MakeGenericType(only.Mapping.Store.ClrType), type)!
        : new CompositeIndex(type);

    public abstract int Find(object key);
    public abstract void Add(object key, int place);
    public abstract void Remove(object key);

    /// <summary>Makes room for so many in all.</summary>
    public abstract void Reserve(int rows);

    /// <summary>The places of a page's rows by key. A key that is not there yet is added, at a place that <paramref name="free"/> gives.</summary>
    /// <param name="places">A place for each row; <see cref="None"/> where its key is null.</param>
    public abstract void Places(RowPage page, ImmutableArray<int> columns, Span<int> places, FreePlaces free);

    /// <summary>The place of a page's row; <see cref="None"/> where its key is null or not there.</summary>
    public abstract int Find(RowPage page, ImmutableArray<int> columns, int row);
}

/// <inheritdoc/>
internal sealed class KeyIndex<TKey>(EntityType type) : KeyIndex(type) where TKey : notnull
{
    private readonly Dictionary<TKey, int> _places = [];
    private readonly int _ordinal = type.Key.Properties[0].Ordinal;

    public override int Find(object key) => key is TKey typed && _places.TryGetValue(typed, out var place) ? place : None;
    public override void Add(object key, int place) => _places.Add((TKey)key, place);
    public override void Remove(object key) => _places.Remove((TKey)key);
    public override void Reserve(int rows) => _places.EnsureCapacity(rows);

    public override void Places(RowPage page, ImmutableArray<int> columns, Span<int> places, FreePlaces free)
    {
        var keys = page.Column<TKey>(columns[_ordinal]);
        var values = keys.Values;
        for (var row = 0; row < places.Length; row++)
        {
            if (keys.IsNull(row))
            {
                places[row] = None;
                continue;
            }
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, values[row], out var isThere);
            if (!isThere) place = free.Take();
            places[row] = place;
        }
    }

    public override int Find(RowPage page, ImmutableArray<int> columns, int row)
    {
        var keys = page.Column<TKey>(columns[_ordinal]);
        return !keys.IsNull(row) && _places.TryGetValue(keys[row], out var place) ? place : None;
    }
}

/// <summary>Keys of several columns.</summary>
internal sealed class CompositeIndex(EntityType type) : KeyIndex(type)
{
    private readonly Dictionary<CompositeKey, int> _places = [];

    public override int Find(object key) => key is CompositeKey composite && _places.TryGetValue(composite, out var place) ? place : None;
    public override void Add(object key, int place) => _places.Add((CompositeKey)key, place);
    public override void Remove(object key) => _places.Remove((CompositeKey)key);
    public override void Reserve(int rows) => _places.EnsureCapacity(rows);

    public override void Places(RowPage page, ImmutableArray<int> columns, Span<int> places, FreePlaces free)
    {
        for (var row = 0; row < places.Length; row++)
        {
            if (KeyValues.Of(Type, new EntityRow(page, row, columns)) is not { } key)
            {
                places[row] = None;
                continue;
            }
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, (CompositeKey)key.Value, out var isThere);
            if (!isThere) place = free.Take();
            places[row] = place;
        }
    }

    public override int Find(RowPage page, ImmutableArray<int> columns, int row) =>
        KeyValues.Of(Type, new EntityRow(page, row, columns)) is { } key ? Find(key.Value) : None;
}
