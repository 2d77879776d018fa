using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>Who fills each column: the client, an identity, a default, a computation.</summary>
internal static class ChooseSources
{
    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities)
            foreach (var property in entity.Properties.Where(p => p.Source != ValueSource.RowVersion))
                property.Source = Choose(model, entity, property);
    }

    public static bool CanBeIdentity(PropertyDraft property) =>
        !property.IsForeignKey && property.ClrType is { IsEnum: false } && property.Mapping?.Store is { } store
        && (store == StoreTypes.Integer || store == StoreTypes.BigInt || store == StoreTypes.SmallInt) && property.Generated != DatabaseGeneratedOption.None;

    private static ValueSource Choose(ModelDraft model, EntityDraft entity, PropertyDraft property)
    {
        var where = $"{entity.Name}.{property.Name}";
        if (property.ComputedSql is not null)
        {
            if (property.DefaultSql is not null) model.Faults.Add($"{where} is computed and has a default: a column is filled by one of them.");
            if (entity.Key.Contains(property)) model.Faults.Add($"{where} is computed and part of the key: a key is given or generated.");
            return ValueSource.Computed;
        }
        if (property.Generated == DatabaseGeneratedOption.Computed) return ValueSource.Computed;
        if (property.DefaultSql is not null)
        {
            if (property.Generated == DatabaseGeneratedOption.None) model.Faults.Add($"{where} is [DatabaseGenerated(None)] and has a default: remove one of them.");
            return ValueSource.ServerDefault;
        }
        if (property.Generated == DatabaseGeneratedOption.Identity)
        {
            if (CanBeIdentity(property)) return ValueSource.Identity;
            if (property.Mapping?.Store == StoreTypes.Uuid)
            {
                property.DefaultSql = "gen_random_uuid()";
                return ValueSource.ServerDefault;
            }
            model.Faults.Add($"{where} is [DatabaseGenerated(Identity)], and {ClrName.Of(property.ClrType)} has no identity: use short, int, long or Guid, or say what fills it, by [DefaultSql].");
        }
        return entity.Key is [var only] && only == property && CanBeIdentity(property) ? ValueSource.Identity : ValueSource.Client;
    }
}
