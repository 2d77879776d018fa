using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>The keys of a collection's members as they were read, a stretch of a column: boxed and hashed only when a change asks for them.</summary>
internal readonly record struct MemberKeys(EntityType Type, ColumnBuffer Keys, int From, int Count)
{
    /// <summary>The keys of rows, in the order given: a column of store values, or of <see cref="CompositeKey"/>.</summary>
    /// <param name="pages">Pages of one layout.</param>
    /// <param name="columns">By property ordinal: the pages' column.</param>
    /// <param name="order">Rows by their number in all pages.</param>
    public static ColumnBuffer Of(EntityType type, ImmutableArray<RowPage> pages, ImmutableArray<int> columns, int[] order)
    {
        if (order.Length == 0) return new ColumnBuffer<int>(0);
        if (type.Key.Properties is [var only]) return RowPage.JoinColumn(pages, columns[only.Ordinal]).Pick(order);
        var page = RowPage.Join(pages);
        var keys = new ColumnBuffer<CompositeKey>(order.Length);
        foreach (var row in order) keys.Append((CompositeKey)KeyValues.Of(type, new EntityRow(page, row, columns))!.Value.Value);
        return keys;
    }

    public static MemberKeys Of(EntityType type, ImmutableArray<EntityKey> members)
    {
        var keys = new ColumnBuffer<object>(members.Length);
        foreach (var member in members) keys.Append(member.Value);
        return new(type, keys, 0, members.Length);
    }

    public ImmutableHashSet<EntityKey> ToSet()
    {
        var set = ImmutableHashSet.CreateBuilder<EntityKey>();
        for (var i = From; i < From + Count; i++) set.Add(new EntityKey(Type, Keys.GetValue(i)!));
        return set.ToImmutable();
    }
}
