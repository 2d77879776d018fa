using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>The foreign key of each relation: as configured, by attributes, by name, or columns that only the database has; and whether it may be null.</summary>
internal static class ChooseForeignKeys
{
    public static void Apply(ModelDraft model)
    {
        foreach (var relation in model.Relations)
        {
            relation.PrincipalKey = relation.PrincipalKeyNames is { } names ? Columns(model, relation, relation.Principal, names, "HasPrincipalKey") : relation.Principal.Key;
            if (relation.PrincipalKey.Count > 0) relation.ForeignKey = Choose(model, relation);
            foreach (var property in relation.ForeignKey) property.IsForeignKey = true;
        }
        InheritTypes(model);
        foreach (var relation in model.Relations)
        {
            Match(model, relation);
            ChooseRequired(model, relation);
            ChooseDelete(model, relation);
            ChooseOrder(model, relation);
            CheckPrincipalEnd(model, relation);
        }
    }

    private static List<PropertyDraft> Choose(ModelDraft model, RelationDraft relation)
    {
        if (relation.ForeignKeyNames is { } configured) return Columns(model, relation, relation.Dependent, configured, "HasForeignKey");
        if (ForeignKeyNames.Marked(relation.Dependent, relation.DependentEnd, relation.PrincipalEnd) is { } marked) return Columns(model, relation, relation.Dependent, marked, "[ForeignKey]");
        var isOnly = model.Relations.Count(r => r.Dependent == relation.Dependent && r.Principal == relation.Principal) == 1;
        string[] roles = isOnly ? [relation.Role, relation.Principal.Name] : [relation.Role];
        return ForeignKeyNames.Named(relation.Dependent, roles, relation.Principal, relation.PrincipalKey) ?? Shadow(model, relation);
    }

    private static List<PropertyDraft> Columns(ModelDraft model, RelationDraft relation, EntityDraft entity, IReadOnlyList<string> names, string source)
    {
        var columns = new List<PropertyDraft>();
        foreach (var name in names.Where(n => n != ModelDraft.Refused))
        {
            if (entity.Property(name) is { } property) columns.Add(property);
            else model.Faults.Add($"{relation}: {source} names {entity.Name}.{name}, which is not a mapped column.");
        }
        return columns.Count == names.Count ? columns : [];
    }

    private static List<PropertyDraft> Shadow(ModelDraft model, RelationDraft relation)
    {
        var made = new List<PropertyDraft>();
        foreach (var key in relation.PrincipalKey)
        {
            var keyName = key.Name.Replace(".", "", StringComparison.Ordinal);
            var name = keyName.StartsWith(relation.Role, StringComparison.OrdinalIgnoreCase) ? keyName : relation.Role + keyName;
            var property = new PropertyDraft { Name = name, Column = Identifiers.Of(model.Naming, name), ClrType = key.ClrType, CanHoldNull = true, IsNullable = true, Mapping = key.Mapping, MappingFault = key.MappingFault };
            relation.Dependent.Properties.Add(property);
            made.Add(property);
        }
        return made;
    }

    /// <summary>A type of the user's own needs its conversion said once, at the key: what refers to it takes it over. A key may itself be a foreign key, hence until nothing changes.</summary>
    private static void InheritTypes(ModelDraft model)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var relation in model.Relations)
            {
                foreach (var (foreign, key) in relation.ForeignKey.Zip(relation.PrincipalKey))
                {
                    if (foreign.Mapping is not null || key.Mapping is null || foreign.ClrType != key.ClrType) continue;
                    (foreign.Mapping, foreign.MappingFault) = (key.Mapping, null);
                    changed = true;
                }
            }
        }
    }

    private static void Match(ModelDraft model, RelationDraft relation)
    {
        if (relation.ForeignKey.Count == 0) return;
        if (relation.ForeignKey.Count != relation.PrincipalKey.Count)
        {
            model.Faults.Add($"{relation}: its foreign key ({Names(relation.ForeignKey)}) has {relation.ForeignKey.Count} columns, and the key of {relation.Principal.Name} ({Names(relation.PrincipalKey)}) has {relation.PrincipalKey.Count}.");
            relation.ForeignKey = [];
            return;
        }
        foreach (var (foreign, key) in relation.ForeignKey.Zip(relation.PrincipalKey))
        {
            if (foreign.Mapping is not { } here || key.Mapping is not { } there || here.Store.ClrType == there.Store.ClrType) continue;
            model.Faults.Add($"{relation.Dependent.Name}.{foreign.Name} is {ClrName.Of(foreign.ClrType)} ({here.Store}), and {relation.Principal.Name}.{key.Name}, which it refers to, is {ClrName.Of(key.ClrType)} ({there.Store}): give both one type.");
        }
    }

    private static void ChooseRequired(ModelDraft model, RelationDraft relation)
    {
        if (relation.ForeignKey.Count == 0) return;
        var (end, key) = (relation.DependentEnd, relation.ForeignKey);
        if (relation.Required is { } said)
        {
            if (!said && !key.Any(p => p.CanHoldNull))
                model.Faults.Add($"{relation} is optional by IsRequired(false), but its foreign key {relation.Dependent.Name}.{Names(key)} cannot be null: make it {ClrName.Of(key[0].ClrType)}?.");
            foreach (var property in key.Where(p => p.CanHoldNull && !relation.Dependent.Key.Contains(p))) property.IsNullable = !said;
        }
        else if (key.All(p => p.IsShadow))
        {
            foreach (var property in key) property.IsNullable = end?.IsNullable != false;
        }
        relation.IsRequired = !key.Any(p => p.IsNullable);
        if (relation.Required is not null || end?.IsNullable is not { } optional || optional != relation.IsRequired) return;
        var (to, type) = (ClrName.Of(end.Target!), ClrName.Of(key[0].ClrType));
        model.Faults.Add(optional
            ? $"{relation.Dependent.Name}.{end.Name} is ToOne<{to}?>, so it may be empty, but its foreign key {Names(key)} cannot be null: make them agree, by {type}? {key[0].Name} or ToOne<{to}> {end.Name}."
            : $"{relation.Dependent.Name}.{end.Name} is ToOne<{to}>, so it is never empty, but its foreign key {Names(key)} can be null: make them agree, by {type} {key[0].Name} or ToOne<{to}?> {end.Name}.");
    }

    private static void ChooseDelete(ModelDraft model, RelationDraft relation)
    {
        relation.OnDelete = relation.DeleteBehavior ?? (relation.IsRequired ? AkkaOrm.DeleteBehavior.Restrict : AkkaOrm.DeleteBehavior.SetNull);
        if (relation.OnDelete == AkkaOrm.DeleteBehavior.SetNull && relation.IsRequired && relation.ForeignKey.Count > 0)
            model.Faults.Add($"{relation} is required, and OnDelete(SetNull) would empty its foreign key {relation.Dependent.Name}.{Names(relation.ForeignKey)}: choose Restrict or Cascade, or make it nullable.");
    }

    private static void ChooseOrder(ModelDraft model, RelationDraft relation)
    {
        if (relation.OrderByNames is not { } names) return;
        if (names is [var name] && relation.Dependent.Property(name) is { } property) relation.OrderBy = property;
        else if (!names.Contains(ModelDraft.Refused)) model.Faults.Add($"{relation}: OrderBy names {string.Join(", ", names)}, which is not one mapped column of {relation.Dependent.Name}.");
    }

    private static void CheckPrincipalEnd(ModelDraft model, RelationDraft relation)
    {
        // Nothing in a database makes a principal have a dependent.
        if (relation is { IsOneToOne: true, PrincipalEnd: { IsNullable: false } end })
            model.Faults.Add($"{relation.Principal.Name}.{end.Name} is ToOne<{ClrName.Of(end.Target!)}>, but {relation.Dependent.Name} holds the foreign key, so there may be none: make it ToOne<{ClrName.Of(end.Target!)}?>.");
    }

    private static string Names(IEnumerable<PropertyDraft> properties) => string.Join(", ", properties.Select(p => p.Name));
}
