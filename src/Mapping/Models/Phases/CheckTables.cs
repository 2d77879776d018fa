namespace AkkaOrm.Models;

/// <summary>Whether every table has a name of its own, and every entity one that can be told from the others.</summary>
internal static class CheckTables
{
    public static void Apply(ModelDraft model)
    {
        if (model.Entities.Count == 0) model.Faults.Add("nothing is mapped: add .Entity<T>() for each class.");
        var tables = model.Entities.Select(e => (Owner: e.Name, e.Schema, e.Table))
            .Concat(model.Links.Where(l => l.LinkType is null && l.Table.Length > 0).Select(l => (Owner: $"{l}", l.Schema, l.Table))).ToList();
        foreach (var (owner, schema, table) in tables)
            foreach (var name in new[] { schema, table })
                if (name is not null && SqlName.Fault(name) is { } fault) model.Faults.Add($"{owner} has the table name \"{name}\": a name in PostgreSQL {fault}.");
        foreach (var twice in tables.GroupBy(t => (t.Schema, t.Table)).Where(g => g.Count() > 1))
            model.Faults.Add($"{string.Join(" and ", twice.Select(t => t.Owner))} are mapped to one table, {twice.Key.Table}: rename one by ToTable, [Table] or Through.");
        foreach (var twice in model.Entities.GroupBy(e => e.Name).Where(g => g.Count() > 1))
            model.Faults.Add($"{string.Join(" and ", twice.Select(e => e.ClrType.FullName))} have one name, {twice.Key}, and entities travel by it: rename one.");
        foreach (var link in model.Links.Where(l => l.LinkType is null))
            foreach (var column in link.LeftColumns.Concat(link.RightColumns))
                if (SqlName.Fault(column) is { } fault) model.Faults.Add($"{link} has the column name \"{column}\": a name in PostgreSQL {fault}.");
    }
}
