using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Membership: what a change of a collection means for the rows and links that it is made of.</summary>
internal sealed class Collections(StagedRows rows)
{
    /// <summary>Takes in what a change says of all collections of a row, and of to-one relations whose other side holds the foreign key.</summary>
    /// <param name="isSameObject">The change gives the object that was given last: it is no older copy.</param>
    public void Merge(RowState owner, Change change, bool isSameObject)
    {
        foreach (var relation in change.Type.Relations)
        {
            if (relation.HoldsForeignKey || Whole(change.Relations[relation.Ordinal]) is not { } after) continue;
            var before = change.RelationsBefore.IsDefault ? null : Whole(change.RelationsBefore[relation.Ordinal]);
            var (added, removed) = Difference(owner, relation, change, before, after, isSameObject);
            foreach (var item in removed) Remove(owner.Id, relation, item);
            foreach (var item in added) Add(owner.Id, relation, item);
        }
    }

    /// <summary>The rows of a collection as they are staged; null when the session does not know all of them.</summary>
    public HashSet<KeyRef>? Present(RowState owner, Relation relation)
    {
        HashSet<KeyRef> present;
        if (owner.IsNew) present = [];
        else if (Known(owner, relation) is { } known) present = [.. known.Present.Select(KeyRef.To)];
        else return null;
        if (relation.Link is not null)
        {
            foreach (var link in rows.State.Links)
            {
                if (Seen(link, owner.Id, relation) is not { } item) continue;
                if (link.IsAdded) present.Add(item);
                else present.Remove(item);
            }
            return present;
        }
        var cells = ForeignKeys.Of(rows, relation.ToKey, relation.FromKey, owner.Id);
        foreach (var row in rows.State.Rows)
        {
            if (row.Type != relation.To) continue;
            if (!row.IsGone && row.OrphanOf is null && ForeignKeys.Agree(row, cells)) present.Add(row.Id);
            else present.Remove(row.Id);
        }
        return present;
    }

    /// <summary>Puts a row into a collection.</summary>
    public void Add(KeyRef owner, Relation relation, KeyRef item)
    {
        item = rows.Name(item);
        if (relation.Link is not null)
        {
            Link(owner, relation, item, isAdded: true);
            return;
        }
        if (rows.Find(item) is not { } row)
        {
            if (!item.IsTemporary) throw Refusals.MemberNotTracked(relation, owner, item);
            rows.State.Await(item, new(relation, owner));
            return;
        }
        if (row.Action == RowAction.Delete) throw Refusals.IsDeleted(row);
        rows.State.Put(ForeignKeys.Set(row, Cells(owner, relation)) with { OrphanOf = null });
    }

    /// <summary>The collections that were waiting for a new row.</summary>
    public void Arrive(RowState row)
    {
        foreach (var (relation, owner) in rows.State.Arrived(KeyRef.ToNew(row.Type, row.TemporaryKey)))
        {
            var present = rows.State.Row(row.Id)!;
            var cells = Cells(owner, relation);
            foreach (var (property, value, pending) in cells)
            {
                var given = present.Values[property.Ordinal];
                if (!present.Pending.ContainsKey(property.Ordinal) && !StoreValues.Same(given, property.Unset) && given is not null && (pending is not null || !StoreValues.Same(given, value)))
                    throw Refusals.BothChanged(present, relation.Inverse is { Member: not null } inverse ? inverse : relation, property);
            }
            rows.State.Put(ForeignKeys.Set(present, cells) with { OrphanOf = null });
        }
    }

    private void Remove(KeyRef owner, Relation relation, KeyRef item)
    {
        item = rows.Name(item);
        if (relation.Link is not null)
        {
            Link(owner, relation, item, isAdded: false);
            return;
        }
        if (rows.Find(item) is not { } row)
        {
            if (!item.IsTemporary) throw Refusals.MemberNotTracked(relation, owner, item);
            return;
        }
        // Deleted, or moved to another owner in the meantime: it is not here any more.
        if (row.IsGone || !ForeignKeys.Agree(row, Cells(owner, relation))) return;
        if (relation.ToKey.All(p => p.IsNullable && !p.IsKey)) row = ForeignKeys.Set(row, ForeignKeys.Of(rows, relation.ToKey, relation.FromKey, null));
        rows.State.Put(row with { OrphanOf = relation });
    }

    private void Link(KeyRef owner, Relation relation, KeyRef item, bool isAdded)
    {
        var name = LinkName.Of(relation, owner, item);
        if (rows.State.TryGetLink(name, out var staged))
        {
            if (staged.IsAdded != isAdded) rows.State.Drop(name);
            return;
        }
        if (rows.State.Row(item) is { Action: RowAction.Delete } deleted && isAdded) throw Refusals.IsDeleted(deleted);
        if (IsLinked(owner, relation, item) is { } isLinked && isLinked == isAdded) return;
        rows.State.Put(name, new(name.Relation, name.From, name.To, isAdded));
    }

    /// <summary>Whether the database has the link; null when it is not known.</summary>
    private bool? IsLinked(KeyRef owner, Relation relation, KeyRef item)
    {
        if (owner.Key is not { } from || item.Key is not { } to) return false;
        if (rows.Map.Tracked(from)?.Members.GetValueOrDefault(relation) is { } here) return here.Present.Contains(to);
        if (relation.Inverse is { } inverse && rows.Map.Tracked(to)?.Members.GetValueOrDefault(inverse) is { } there) return there.Present.Contains(from);
        return null;
    }

    private (IEnumerable<KeyRef> Added, IEnumerable<KeyRef> Removed) Difference(RowState owner, Relation relation, Change change, RelationValue? before, RelationValue after, bool isSameObject)
    {
        switch (before, after)
        {
            case (RelationValue.Whole was, RelationValue.Whole now):
                return Between(was.Items, now.Items);
            case (RelationValue.Difference was, RelationValue.Difference now):
                var difference = RelationDifference.Between(was, now);
                return (difference.Added, difference.Removed);
            case (_, RelationValue.Difference now):
                return (now.Added, now.Removed);
        }
        var items = ((RelationValue.Whole)after).Items;
        if (change.Kind == ChangeKind.Add) return (items, []);
        var present = Present(owner, relation) ?? throw Refusals.CollectionNotTracked(relation, owner.Id);
        var (added, removed) = Between(present, items);
        if (change.Kind == ChangeKind.Replace && Known(owner, relation) is { } known)
        {
            RefuseUndoing(owner, relation, known.Superseded, added, removed);
            if (!isSameObject) RefuseUndoing(owner, relation, [known.Present], added, removed);
        }
        return (added, removed);
    }

    // A copy that lacks what came, or has what went, since a state that was handed out before.
    private static void RefuseUndoing(RowState owner, Relation relation, ImmutableArray<ImmutableHashSet<EntityKey>> older, List<KeyRef> added, List<KeyRef> removed)
    {
        foreach (var members in older)
        {
            var undone = removed.Any(r => r.Key is not { } key || !members.Contains(key)) || added.Any(a => a.Key is { } key && members.Contains(key));
            if (undone) throw Refusals.OlderCopy(owner, relation.Name);
        }
    }

    private (List<KeyRef> Added, List<KeyRef> Removed) Between(IEnumerable<KeyRef> before, IEnumerable<KeyRef> after)
    {
        var (was, now) = (before.Select(rows.Name).ToHashSet(), after.Select(rows.Name).Distinct().ToList());
        var stays = now.ToHashSet();
        return ([.. now.Where(n => !was.Contains(n))], [.. was.Where(w => !stays.Contains(w))]);
    }

    private Membership? Known(RowState owner, Relation relation) => owner.Key is { } key ? rows.Map.Tracked(key)?.Members.GetValueOrDefault(relation) : null;

    private ImmutableArray<ForeignKeys.Cell> Cells(KeyRef owner, Relation relation) => ForeignKeys.Of(rows, relation.ToKey, relation.FromKey, owner);

    private static KeyRef? Seen(StagedLink link, KeyRef owner, Relation relation)
    {
        if (link.Relation == relation) return link.From == owner ? link.To : null;
        return link.Relation == relation.Inverse && link.To == owner ? link.From : null;
    }

    // A to-one whose other side holds the foreign key is a collection of at most one.
    private static RelationValue? Whole(RelationValue value) => value switch
    {
        RelationValue.Unset => null,
        RelationValue.None => new RelationValue.Whole([]),
        RelationValue.One one => new RelationValue.Whole([one.Target]),
        _ => value,
    };
}
