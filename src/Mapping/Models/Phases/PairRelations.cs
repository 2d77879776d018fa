using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>Which relation properties are two ends of one relation: as configured, as <c>[InverseProperty]</c> says, or where only one pair is possible.</summary>
internal static class PairRelations
{
    public static void Apply(ModelDraft model)
    {
        Configured(model);
        CheckTargets(model);
        ByAttributes(model);
        ByConvention(model);
        foreach (var (entity, end) in Open(model).ToList()) Alone(model, entity, end);
    }

    private static void Configured(ModelDraft model)
    {
        foreach (var relation in model.Relations.ToList())
        {
            if (!AreMapped(model, $"{relation}", relation.Dependent, relation.Principal)) continue;
            relation.DependentEnd = End(model, relation.Dependent, relation.DependentName, relation);
            relation.PrincipalEnd = End(model, relation.Principal, relation.PrincipalName, relation);
        }
        foreach (var link in model.Links.ToList())
        {
            if (!AreMapped(model, $"{link}", link.Left, link.Right)) continue;
            link.LeftEnd = End(model, link.Left, link.LeftName, link);
            link.RightEnd = End(model, link.Right, link.RightName, link);
        }
        model.Relations.RemoveAll(r => !r.Dependent.IsMapped || !r.Principal.IsMapped);
        model.Links.RemoveAll(l => !l.Left.IsMapped || !l.Right.IsMapped || l.LeftEnd is null);
    }

    private static bool AreMapped(ModelDraft model, string relation, params ReadOnlySpan<EntityDraft> entities)
    {
        var mapped = true;
        foreach (var entity in entities)
        {
            if (entity.IsMapped) continue;
            model.Faults.Add($"{relation} refers to {entity.Name}, which is not part of the model: add .Entity<{entity.Name}>().");
            mapped = false;
        }
        return mapped;
    }

    private static MemberDraft? End(ModelDraft model, EntityDraft entity, string? name, object relation)
    {
        if (name is null or ModelDraft.Refused) return null;
        if (entity.Relation(name) is not { } end)
        {
            model.Faults.Add($"{entity.Name}.{name} is configured as a relation but not mapped: it is [NotMapped], or cannot be assigned.");
            return null;
        }
        if (end.Relation is not null && end.Relation != relation) model.Faults.Add($"{entity.Name}.{name} has two mappings, {end.Relation} and {relation}: a property belongs to one relation.");
        end.Relation = relation;
        return end;
    }

    private static void CheckTargets(ModelDraft model)
    {
        foreach (var (entity, end) in Open(model).ToList())
        {
            if (model.Find(end.Target!) is not null) continue;
            var target = ClrName.Of(end.Target!);
            model.Faults.Add($"{entity.Name}.{end.Name} refers to {target}, which is not part of the model: add .Entity<{target}>(), or mark the property [NotMapped].");
            end.Relation = end;
        }
    }

    private static void ByAttributes(ModelDraft model)
    {
        foreach (var (entity, end) in Open(model).ToList())
        {
            if (end.Relation is not null || end.InverseName is not { } name) continue;
            var target = model.Find(end.Target!)!;
            if (target.Relation(name) is { } inverse && inverse.Target == entity.ClrType && inverse.Relation is null && inverse != end) Join(model, entity, end, target, inverse);
            else
            {
                model.Faults.Add($"{entity.Name}.{end.Name} has [InverseProperty(\"{name}\")], but {target.Name} has no free relation {name} to {entity.Name}.");
                end.Relation = end;
            }
        }
    }

    private static void ByConvention(ModelDraft model)
    {
        foreach (var (entity, end) in Open(model).ToList())
        {
            if (end.Relation is not null) continue;
            var target = model.Find(end.Target!)!;
            var here = Free(entity, target, end);
            var there = Free(target, entity, end);
            if (entity == target)
            {
                // In a self-reference one property to one and one to many are the two ends; anything else stands alone.
                var (ones, manies) = (here.Where(e => !e.IsMany).ToList(), here.Where(e => e.IsMany).ToList());
                if (ones.Count == 1 && manies.Count == 1) Join(model, entity, ones[0], entity, manies[0]);
                else if (ones.Count > 0 && manies.Count > 0) Ambiguous(model, entity, manies[0], entity, ones.Count > 1 ? ones : [ones[0], .. manies.Skip(1)]);
            }
            else if (here.Count == 1 && there.Count == 1) Join(model, entity, end, target, there[0]);
            else if (there.Count > 0 && (here.Any(e => e.IsMany) || there.Any(e => e.IsMany)))
            {
                var (one, others, many) = end.IsMany ? (entity, there, end) : (target, here, there.FirstOrDefault(e => e.IsMany) ?? there[0]);
                Ambiguous(model, one, many, one == entity ? target : entity, others);
                foreach (var open in here.Concat(there)) open.Relation = open;
            }
        }
    }

    private static List<MemberDraft> Free(EntityDraft from, EntityDraft to, MemberDraft self) =>
        [.. from.Relations.Where(r => r.Relation is null && r.Target == to.ClrType && (r.InverseName is null || r == self))];

    private static void Ambiguous(ModelDraft model, EntityDraft entity, MemberDraft end, EntityDraft target, IReadOnlyList<MemberDraft> candidates)
    {
        var names = string.Join(" or ", candidates.Select(c => $"{target.Name}.{c.Name}"));
        var inverse = candidates.FirstOrDefault(c => c != end) ?? candidates[0];
        model.Faults.Add(candidates.Count > 1
            ? $"{entity.Name}.{end.Name} could be the other side of {names}: say which by HasMany(x => x.{end.Name}).WithOne(x => x.{inverse.Name}), or [InverseProperty(\"{inverse.Name}\")] on {end.Name}."
            : $"{target.Name}.{inverse.Name} could be the other side of several relations of {entity.Name}, {end.Name} among them: say which by HasMany(x => x.{end.Name}).WithOne(x => x.{inverse.Name}), or [InverseProperty(\"{end.Name}\")] on {inverse.Name}.");
        end.Relation = end;
        foreach (var candidate in candidates) candidate.Relation = candidate;
    }

    private static void Join(ModelDraft model, EntityDraft entity, MemberDraft end, EntityDraft target, MemberDraft inverse)
    {
        if (end.IsMany && inverse.IsMany)
        {
            var link = new LinkDraft(entity, end.Name, target) { RightName = inverse.Name, LeftEnd = end, RightEnd = inverse };
            (end.Relation, inverse.Relation) = (link, link);
            model.Links.Add(link);
            return;
        }
        var isOneToOne = !end.IsMany && !inverse.IsMany;
        var swap = isOneToOne ? IsHeldBy(model, target, inverse, entity, end) : end.IsMany;
        if (swap) (entity, end, target, inverse) = (target, inverse, entity, end);
        Add(model, new(entity, target) { DependentName = end.Name, PrincipalName = inverse.Name, DependentEnd = end, PrincipalEnd = inverse, IsOneToOne = isOneToOne });
    }

    /// <summary>Which side of a one-to-one holds the foreign key: the one that has a property for it, else the one that cannot do without the other.</summary>
    private static bool IsHeldBy(ModelDraft model, EntityDraft entity, MemberDraft end, EntityDraft other, MemberDraft inverse)
    {
        var (here, there) = (ForeignKeyNames.HasOneFor(entity, end, other), ForeignKeyNames.HasOneFor(other, inverse, entity));
        if (here != there) return here;
        if (!here && end.IsNullable != inverse.IsNullable) return end.IsNullable == false;
        model.Faults.Add($"{other.Name}.{inverse.Name} and {entity.Name}.{end.Name} are one-to-one, and {(here ? "both" : "neither")} of them has a foreign key: say which holds it, by HasOne(x => x.{inverse.Name}).WithOne(x => x.{end.Name}) in the one that does.");
        return false;
    }

    /// <summary>A relation seen from one side only.</summary>
    private static void Alone(ModelDraft model, EntityDraft entity, MemberDraft end)
    {
        var target = model.Find(end.Target!)!;
        Add(model, end.IsMany
            ? new(target, entity) { PrincipalName = end.Name, PrincipalEnd = end }
            : new(entity, target) { DependentName = end.Name, DependentEnd = end });
    }

    private static void Add(ModelDraft model, RelationDraft relation)
    {
        foreach (var end in new[] { relation.DependentEnd, relation.PrincipalEnd }) end?.Relation = relation;
        model.Relations.Add(relation);
    }

    private static IEnumerable<(EntityDraft Entity, MemberDraft End)> Open(ModelDraft model) =>
        from entity in model.Entities from end in entity.Relations where end.Relation is null select (entity, end);
}
