using System.Collections.Immutable;
using AkkaOrm.Models;

namespace AkkaOrm.Tracking;

/// <summary>What a session knows of one row. Immutable, so that a transaction that is rolled back puts the old one in its place.</summary>
/// <param name="Snapshot">The row as it was last read or written.</param>
internal sealed record TrackedRow(EntityRow Snapshot)
{
    /// <summary>How many earlier states are remembered: a copy older than that is still refused by the row's version when it is written.</summary>
    public const int Remembered = 8;

    /// <summary>States handed out before, newest first: of each only what the one after it tells otherwise, and its version and foreign keys.</summary>
    public ImmutableArray<EntityRow> Superseded { get; init; } = [];

    /// <summary>The members of collections that were loaded whole.</summary>
    public ImmutableDictionary<Relation, Membership> Members { get; init; } = ImmutableDictionary<Relation, Membership>.Empty;

    /// <summary>What a relation of a value given said where its foreign key said otherwise, and won.</summary>
    public ImmutableDictionary<Relation, EntityKey?> Disagreeing { get; init; } = ImmutableDictionary<Relation, EntityKey?>.Empty;

    public TrackedRow With(EntityType type, in EntityRow snapshot, bool isSame)
    {
        if (isSame) return this with { Snapshot = snapshot };
        return this with { Snapshot = snapshot, Superseded = [Snapshot.Before(type, snapshot), .. Superseded.AsSpan()[..Math.Min(Superseded.Length, Remembered - 1)]] };
    }

    public TrackedRow WithMembers(Relation relation, ImmutableHashSet<EntityKey> members) => With(relation, new(members, []));

    public TrackedRow WithMembers(Relation relation, in MemberKeys members) => With(relation, new(members));

    private TrackedRow With(Relation relation, Membership members)
    {
        if (!Members.TryGetValue(relation, out var known)) return this with { Members = Members.SetItem(relation, members) };
        if (known.Present.SetEquals(members.Present)) return this;
        return this with { Members = Members.SetItem(relation, new(members.Present, [known.Present, .. known.Superseded.Take(Remembered - 1)])) };
    }
}

/// <summary>The rows of a whole collection, and what they were before, newest first.</summary>
internal sealed class Membership
{
    private readonly MemberKeys _read;
    private ImmutableHashSet<EntityKey>? _present;

    public Membership(ImmutableHashSet<EntityKey> present, ImmutableArray<ImmutableHashSet<EntityKey>> superseded) => (_present, Superseded) = (present, superseded);

    public Membership(in MemberKeys read) => (_read, Superseded) = (read, []);

    public ImmutableHashSet<EntityKey> Present => _present ??= _read.ToSet();
    public ImmutableArray<ImmutableHashSet<EntityKey>> Superseded { get; }
}
