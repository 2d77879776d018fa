using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What a reference to a row means for the columns that hold it.</summary>
internal static class ForeignKeys
{
    /// <summary>A foreign key column and what it takes: a value, or a key still to be made.</summary>
    internal readonly record struct Cell(Property Property, object? Value, PendingKey? Pending);

    /// <summary>The columns of the side that holds the foreign key, for a reference to a row; null for none.</summary>
    /// <param name="foreign">The foreign key.</param>
    /// <param name="principal">The columns they are equal to, pairwise.</param>
    public static ImmutableArray<Cell> Of(StagedRows rows, ImmutableArray<Property> foreign, ImmutableArray<Property> principal, KeyRef? target)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>(foreign.Length);
        for (var i = 0; i < foreign.Length; i++) cells.Add(Of(rows, foreign[i], principal[i], target));
        return cells.MoveToImmutable();
    }

    /// <summary>The row's foreign key says the same already.</summary>
    public static bool Agree(RowState row, ImmutableArray<Cell> cells)
    {
        foreach (var (property, value, pending) in cells)
        {
            if (row.Pending.GetValueOrDefault(property.Ordinal) != pending) return false;
            if (pending is null && (!row.Knows[property.Ordinal] || !StoreValues.Same(row.Values[property.Ordinal], value))) return false;
        }
        return true;
    }

    /// <summary>The row with its foreign key set.</summary>
    public static RowState Set(RowState row, ImmutableArray<Cell> cells)
    {
        foreach (var (property, value, pending) in cells)
        {
            if (property.IsKey && !row.IsNew && !(pending is null && StoreValues.Same(row.Values[property.Ordinal], value))) throw Refusals.KeyWouldChange(row, property);
            row = pending is null ? row.Set(property, value) : row.Set(pending);
        }
        return row.IsNew && row.Key is null && row.Pending.IsEmpty ? row with { Key = ValueReader.Key(row.Type, row.Values) } : row;
    }

    private static Cell Of(StagedRows rows, Property foreign, Property principal, KeyRef? target)
    {
        if (target is not { } row) return new(foreign, null, null);
        var name = rows.Name(row);
        if (name.Key is { } key && key.Type.Key.Properties.IndexOf(principal) is >= 0 and var part) return new(foreign, key.Parts[part], null);
        if (rows.Find(name) is not { } known)
        {
            if (name.IsTemporary) return new(foreign, null, new(foreign, name.TemporaryKey, principal));
            throw new NotTrackedException($"{name} is referred to by {principal.Name}, which is not its key, and this session has not loaded it.");
        }
        if (known.Pending.TryGetValue(principal.Ordinal, out var further)) return new(foreign, null, further with { Property = foreign });
        if (known.IsNew && !known.Written[principal.Ordinal]) return new(foreign, null, new(foreign, known.TemporaryKey, principal));
        return new(foreign, known.Values[principal.Ordinal], null);
    }
}
