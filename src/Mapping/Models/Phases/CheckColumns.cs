using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>Whether every column has a type and a name, and no two have the same.</summary>
internal static class CheckColumns
{
    private static readonly HashSet<string> SystemColumns = ["ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"];

    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities)
        {
            foreach (var property in entity.Properties) Check(model, entity, property);
            foreach (var twice in entity.Properties.Where(p => !p.IsSystem).GroupBy(p => p.Column, StringComparer.Ordinal).Where(g => g.Count() > 1))
                model.Faults.Add($"{entity.Name}: {string.Join(" and ", twice.Select(p => p.Name))} are both mapped to the column {twice.Key}: rename one by HasColumnName or [Column].");
            foreach (var index in entity.Indexes) Check(model, entity, index);
        }
    }

    private static void Check(ModelDraft model, EntityDraft entity, PropertyDraft property)
    {
        if (property.Mapping is null) model.Faults.Add(Unmapped(model, entity, property));
        if (SqlName.Fault(property.Column) is { } fault) model.Faults.Add($"{entity.Name}.{property.Name} has the column name \"{property.Column}\": a name in PostgreSQL {fault}.");
        else if (!property.IsSystem && SystemColumns.Contains(property.Column)) model.Faults.Add($"{entity.Name}.{property.Name} has the column name {property.Column}, which is a system column of every table: rename it{(property.Column == "xmin" ? ", or mark a uint property [Timestamp] to see it" : "")}.");
    }

    private static string Unmapped(ModelDraft model, EntityDraft entity, PropertyDraft property)
    {
        var (where, type) = ($"{entity.Name}.{property.Name}", property.ClrType);
        if (model.Find(type) is not null) return $"{where} is a {ClrName.Of(type)}, which is an entity: a relation is a property of type ToOne<{ClrName.Of(type)}>.";
        if (Element(type) is { } element && model.Find(element) is not null) return $"{where} is a {ClrName.Of(type)}, and {ClrName.Of(element)} is an entity: a relation is a property of type ToMany<{ClrName.Of(element)}>.";
        return $"{where}: {property.MappingFault ?? "it has no column type"}; use a type that has one, HasConversion, ComplexProperty for a value object, or [NotMapped].";
    }

    private static Type? Element(Type type) =>
        type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static void Check(ModelDraft model, EntityDraft entity, IndexDraft index)
    {
        var named = index.Names.Where(n => n != ModelDraft.Refused).ToList();
        foreach (var name in named.Where(n => entity.Property(n) is null))
            model.Faults.Add(entity.Relation(name) is not null
                ? $"{entity.Name}.{name} is in HasIndex but is a relation: name its foreign key (which has an index already)."
                : $"{entity.Name}.{name} is in HasIndex but is not a mapped column.");
        if (named.Count > 0 && named.All(n => entity.Property(n) is { IsSystem: true })) model.Faults.Add($"{entity.Name}: HasIndex over {string.Join(", ", named)} alone: PostgreSQL indexes no system columns.");
    }
}
