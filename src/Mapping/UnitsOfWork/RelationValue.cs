using System.Collections.Immutable;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What a relation property said.</summary>
internal abstract record RelationValue
{
    /// <summary>The values that were loaded in it, for the relations of the answer; default where none were.</summary>
    public ImmutableArray<Related> Loaded { get; init; }

    /// <summary>Not loaded: leave it.</summary>
    internal sealed record Unset : RelationValue { public static readonly Unset Instance = new(); }

    /// <summary>Loaded and empty.</summary>
    internal sealed record None : RelationValue { public static readonly None Instance = new() { Loaded = [] }; }
    internal sealed record One(KeyRef Target) : RelationValue;

    /// <summary>A whole collection: <see cref="Items"/> is what it must be.</summary>
    internal sealed record Whole(ImmutableArray<KeyRef> Items) : RelationValue;

    /// <summary>A collection that was not loaded, or in part: only a difference.</summary>
    internal sealed record Difference(ImmutableArray<KeyRef> Added, ImmutableArray<KeyRef> Removed) : RelationValue;
}

/// <summary>A related value as it was given, and which row it is.</summary>
internal readonly record struct Related(KeyRef Row, object Entity);
