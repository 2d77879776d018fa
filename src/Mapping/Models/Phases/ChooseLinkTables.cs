using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>The table of each many-to-many relation: of its own, or that of an entity in between.</summary>
internal static class ChooseLinkTables
{
    public static void Apply(ModelDraft model)
    {
        foreach (var link in model.Links)
        {
            if (link.Left.Key.Count == 0 || link.Right.Key.Count == 0) continue;
            if (link.LinkType is { } type) OfEntity(model, link, type);
            else OfItsOwn(model, link);
        }
    }

    private static void OfItsOwn(ModelDraft model, LinkDraft link)
    {
        string[] names = [Identifiers.Of(model.Naming, link.Left.Name), Identifiers.Of(model.Naming, link.Right.Name)];
        Array.Sort(names, StringComparer.Ordinal);
        var table = link.TableName ?? Identifiers.Join(model.Naming, names);
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        (link.Schema, link.Table) = dot < 0 ? (link.TableName is null ? link.Left.Schema : null, table) : (table[..dot], table[(dot + 1)..]);
        link.LeftColumns = Columns(model, link, link.Left, link.LeftColumnNames);
        link.RightColumns = Columns(model, link, link.Right, link.RightColumnNames);
        if (link.LeftColumns.Intersect(link.RightColumns).FirstOrDefault() is { } twice)
            model.Faults.Add($"{link}: both sides of the link table {link.Table} would have the column {twice}: name them, by Through(\"{link.Table}\", [\"…\"], [\"…\"]).");
    }

    private static IReadOnlyList<string> Columns(ModelDraft model, LinkDraft link, EntityDraft entity, string[]? configured)
    {
        if (configured is null) return [.. entity.Key.Select(k => Identifiers.Of(model.Naming, ColumnName(entity, k)))];
        if (configured.Length != entity.Key.Count)
            model.Faults.Add($"{link}: Through names {configured.Length} columns for {entity.Name}, whose key has {entity.Key.Count}.");
        return configured;
    }

    private static string ColumnName(EntityDraft entity, PropertyDraft key)
    {
        var name = key.Name.Replace(".", "", StringComparison.Ordinal);
        return name.StartsWith(entity.Name, StringComparison.OrdinalIgnoreCase) ? name : entity.Name + name;
    }

    private static void OfEntity(ModelDraft model, LinkDraft link, Type type)
    {
        var name = ClrName.Of(type);
        if (model.Find(type) is not { } between)
        {
            model.Faults.Add($"{link} goes through {name}, which is not part of the model: add .Entity<{name}>().");
            return;
        }
        var left = Between(model, between, link.Left, null);
        var right = Between(model, between, link.Right, left);
        if (left is null || right is null)
        {
            model.Faults.Add($"{link} goes through {name}, which must have exactly one relation to {link.Left.Name} and one to {link.Right.Name}; or name its table and columns, by Through(\"{between.Table}\", [\"…\"], [\"…\"]).");
            return;
        }
        (link.Table, link.Schema) = (between.Table, between.Schema);
        link.LeftColumns = [.. left.ForeignKey.Select(p => p.Column)];
        link.RightColumns = [.. right.ForeignKey.Select(p => p.Column)];
        foreach (var other in between.Properties)
        {
            if (left.ForeignKey.Contains(other) || right.ForeignKey.Contains(other) || other.IsNullable || other.DefaultSql is not null || other.ComputedSql is not null || other.IsMarkedVersion || IsIdentity(between, other)) continue;
            model.Faults.Add($"{link} goes through {name}, and a link row would leave {name}.{other.Name} empty, which cannot be null: give it [DefaultSql], or relate both sides to {name} instead.");
        }
    }

    private static RelationDraft? Between(ModelDraft model, EntityDraft between, EntityDraft end, RelationDraft? other)
    {
        var found = model.Relations.Where(r => r.Dependent == between && r.Principal == end && r != other && r.ForeignKey.Count > 0).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static bool IsIdentity(EntityDraft entity, PropertyDraft property) => entity.Key is [var only] && only == property && ChooseSources.CanBeIdentity(property);
}
