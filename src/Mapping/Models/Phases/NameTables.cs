using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;

namespace AkkaOrm.Models;

/// <summary>A table for each entity: as configured, as <c>[Table]</c> says, or named after the class.</summary>
internal static class NameTables
{
    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities)
        {
            var marked = entity.ClrType.GetCustomAttribute<TableAttribute>(inherit: false);
            entity.Table = entity.TableName ?? marked?.Name ?? Identifiers.Of(model.Naming, entity.Name);
            entity.Schema = entity.TableName is not null ? entity.SchemaName : marked?.Schema;
        }
    }
}
