using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>What a write brings back: every column that is read by default, since the row as stored is the next snapshot.</summary>
internal sealed record Returning(ImmutableArray<Property> Properties, ImmutableArray<StoreType> Columns, ImmutableArray<int> ByOrdinal)
{
    public static Returning Of(EntityType type)
    {
        var properties = type.Properties.Where(p => !p.IsDeferred).ToImmutableArray();
        var byOrdinal = Enumerable.Repeat(-1, type.Properties.Length).ToArray();
        for (var i = 0; i < properties.Length; i++) byOrdinal[properties[i].Ordinal] = i;
        return new(properties, [.. properties.Select(p => p.Mapping.Store)], [.. byOrdinal]);
    }

    /// <summary><c>t."id", t."name"</c>.</summary>
    public string From(string alias) => string.Join(", ", Properties.Select(p => $"{alias}.{SqlName.Quote(p.Column)}"));
}
