using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>The key of each entity: as configured, as <c>[Key]</c> says, or <c>Id</c>, or <c>&lt;Type&gt;Id</c>.</summary>
internal static class ChooseKeys
{
    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities)
        {
            entity.Key = entity.KeyNames is { } names ? Configured(model, entity, names) : ByAttributes(entity) ?? ByConvention(entity);
            if (entity.Key.Count == 0 && entity.KeyNames is null)
                model.Faults.Add($"{entity.Name} has no key: name a property Id or {entity.Name}Id, mark it [Key], or say HasKey(x => …).");
            foreach (var property in entity.Key) Check(model, entity, property);
            if (entity.Key.Count > Key.MaxParts) model.Faults.Add($"{entity.Name} has a key of {entity.Key.Count} parts: {Key.MaxParts} are the most.");
        }
    }

    private static List<PropertyDraft> Configured(ModelDraft model, EntityDraft entity, IReadOnlyList<string> names)
    {
        var key = new List<PropertyDraft>();
        foreach (var name in names.Where(n => n != ModelDraft.Refused))
        {
            if (entity.Property(name) is { } property) key.Add(property);
            else model.Faults.Add($"{entity.Name}.{name} is in HasKey but is not a mapped column.");
        }
        return key;
    }

    private static List<PropertyDraft>? ByAttributes(EntityDraft entity) =>
        entity.Properties.Where(p => p.IsMarkedKey).OrderBy(p => p.Order).ToList() is { Count: > 0 } marked ? marked : null;

    private static List<PropertyDraft> ByConvention(EntityDraft entity)
    {
        var found = Named(entity, "Id") ?? Named(entity, entity.Name + "Id");
        return found is null ? [] : [found];
    }

    private static PropertyDraft? Named(EntityDraft entity, string name) => entity.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    private static void Check(ModelDraft model, EntityDraft entity, PropertyDraft property)
    {
        if (property.IsDeferred) model.Faults.Add($"{entity.Name}.{property.Name} is part of the key and Deferred: a key is always read.");
        else if (property.IsNullable) model.Faults.Add($"{entity.Name}.{property.Name} is part of the key and can be null: a key cannot; make it {ClrName.Of(property.ClrType)}.");
        if (property.ClrType == typeof(byte[])) model.Faults.Add($"{entity.Name}.{property.Name} is part of the key and a byte[]: arrays are compared by reference; use HasConversion to a type compared by value.");
    }
}
