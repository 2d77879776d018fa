using System.Collections.Immutable;

namespace AkkaOrm.Models;

/// <summary>The tables that hold what is mapped: those of entities in the model's order, then link tables.</summary>
internal static class TableMaker
{
    public static ImmutableArray<Table> Tables(ImmutableArray<EntityType> entities)
    {
        var links = entities.SelectMany(e => e.Relations)
            .Where(r => r.Link is { IsEntity: false } && IsFirst(r));
        // Indexes share their names with tables: one set a schema.
        var taken = new Dictionary<string, UniqueNames>(StringComparer.Ordinal);
        foreach (var entity in entities) Names(entity.Schema).Take(entity.Table);
        return [.. entities.Select(e => Of(e, entities, Names(e.Schema))), .. links.ToList().Select(r => Of(r, Names(r.Link!.Schema)))];

        UniqueNames Names(string? schema) => taken.TryGetValue(schema ?? "", out var names) ? names : taken[schema ?? ""] = new();
    }

    // A pair shares its table; of a self-reference both ends are in one entity.
    private static bool IsFirst(Relation relation) =>
        relation.Inverse is not { } inverse || (relation.From.Ordinal, relation.Ordinal).CompareTo((inverse.From.Ordinal, inverse.Ordinal)) < 0;

    private static Table Of(EntityType entity, ImmutableArray<EntityType> entities, UniqueNames names)
    {
        var own = new UniqueNames();
        var key = new TableKey(names.Take(Identifiers.OfConstraint(entity.Table, [], "pkey")), Columns(entity.Key.Properties), true, entity.Key.Properties);
        var holding = entity.Relations.Where(r => r.HoldsForeignKey).DistinctBy(r => (r.To, string.Join('\n', Columns(r.FromKey)), string.Join('\n', Columns(r.ToKey)))).ToList();
        var references = holding.Select(r => Reference(own, entity.Table, Columns(r.FromKey), r.To, Columns(r.ToKey), r.OnDelete, r.FromKey)).ToImmutableArray();
        var indexes = entity.Indexes.Where(i => !i.Properties.IsEmpty).Select(i => new TableKey(i.Name, Columns(i.Properties), i.IsUnique, i.Properties)).ToList();
        foreach (var relation in entities.SelectMany(e => e.Relations).Where(r => r.HoldsForeignKey && r.To == entity && !r.ToKey.SequenceEqual(entity.Key.Properties)))
            Index(relation.ToKey, isUnique: true);
        foreach (var relation in holding)
            Index(relation.FromKey, isUnique: relation.Inverse is { Kind: RelationKind.ToOne });
        var columns = entity.Properties.Where(p => !p.IsSystem).Select(p => new TableColumn(p.Column, p.Mapping.Store.Declaration, p.IsNullable, p));
        return new(entity.Table, entity.Schema, entity, [.. columns], key) { Indexes = [.. indexes.Select(i => i with { Name = names.Take(i.Name) })], References = references };

        // What a key or another index begins with is found by it.
        void Index(ImmutableArray<Property> over, bool isUnique)
        {
            var covered = isUnique
                ? indexes.Append(key).Any(i => i.IsUnique && i.Properties.Length == over.Length && i.Properties.All(over.Contains))
                : indexes.Append(key).Any(i => i.Properties.Take(over.Length).SequenceEqual(over));
            if (!covered) indexes.Add(new(Identifiers.OfConstraint(entity.Table, Columns(over), isUnique ? "key" : "idx"), Columns(over), isUnique, over));
        }
    }

    private static Table Of(Relation relation, UniqueNames names)
    {
        var (link, own) = (relation.Link!, new UniqueNames());
        names.Take(link.Table);
        var columns = link.FromColumns.Zip(relation.FromKey).Concat(link.ToColumns.Zip(relation.ToKey)).Select(c => new TableColumn(c.First, c.Second.Mapping.Store.Declaration, IsNullable: false));
        var key = new TableKey(names.Take(Identifiers.OfConstraint(link.Table, [], "pkey")), [.. link.FromColumns, .. link.ToColumns], true, []);
        return new(link.Table, link.Schema, relation.From, [.. columns], key)
        {
            References =
            [
                Reference(own, link.Table, link.FromColumns, relation.From, Columns(relation.FromKey), DeleteBehavior.Cascade, []),
                Reference(own, link.Table, link.ToColumns, relation.To, Columns(relation.ToKey), DeleteBehavior.Cascade, []),
            ],
            Indexes = [new(names.Take(Identifiers.OfConstraint(link.Table, link.ToColumns, "idx")), link.ToColumns, false, [])],
        };
    }

    private static TableReference Reference(UniqueNames names, string table, ImmutableArray<string> columns, EntityType to, ImmutableArray<string> toColumns, DeleteBehavior onDelete, ImmutableArray<Property> properties) =>
        new(names.Take(Identifiers.OfConstraint(table, columns, "fkey")), columns, to, toColumns, onDelete, properties);

    private static ImmutableArray<string> Columns(ImmutableArray<Property> properties) => [.. properties.Select(p => p.Column)];

    private sealed class UniqueNames
    {
        private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

        public string Take(string name)
        {
            var free = name;
            for (var i = 1; !_taken.Add(free); i++) free = $"{name}{i}";
            return free;
        }
    }
}
