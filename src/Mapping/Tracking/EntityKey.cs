using System.Collections.Immutable;
using AkkaOrm.Models;

namespace AkkaOrm.Tracking;

/// <summary>The identity of a row. <see cref="Value"/> is the store value, or a <see cref="CompositeKey"/> of store values in key order.</summary>
internal readonly record struct EntityKey(EntityType Type, object Value)
{
    /// <summary>The store values in key order: one for a single key.</summary>
    public ImmutableArray<object> Parts => Value is CompositeKey composite ? composite.Parts : [Value];

    /// <summary>What users see: the property's own type (<c>OrderId</c>), a tuple for a composite key.</summary>
    public object ForUser => KeyValues.ForUser(Type, this);
    public override string ToString() => $"{Type.Name}#{ForUser}";
}

/// <summary>Store values compared one by one.</summary>
internal sealed class CompositeKey(ImmutableArray<object> parts) : IEquatable<CompositeKey>
{
    public ImmutableArray<object> Parts { get; } = parts;
    public bool Equals(CompositeKey? other) => other is not null && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());
    public override bool Equals(object? obj) => Equals(obj as CompositeKey);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var part in Parts) hash.Add(part);
        return hash.ToHashCode();
    }
}
