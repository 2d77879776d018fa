using AkkaOrm.Models;
using AkkaOrm.Relations;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>The columns that a value would be read from.</summary>
internal static class EntityValues
{
    /// <summary>What a row of a scripted database has for a version that nobody gave.</summary>
    public const uint FirstVersion = 1;

    /// <summary>Store values by property ordinal. A foreign key that is not set follows the related entity, if that is loaded.</summary>
    public static object?[] Of(EntityType type, object entity)
    {
        if (!type.ClrType.IsInstanceOfType(entity)) throw new ArgumentException($"a {entity.GetType().Name} was given where the statement returns {type.Name}");
        var values = new object?[type.Properties.Length];
        foreach (var property in type.Properties)
        {
            values[property.Ordinal] = property.IsSystem && property.Mapping.Store.ClrType == typeof(uint) ? FirstVersion
                : property.IsShadow || property.IsDeferred && !property.IsPresent(entity) ? null
                : property.Read(entity);
        }
        foreach (var relation in type.Relations.Where(r => r is { HoldsForeignKey: true, Member: not null }))
        {
            if (relation.Member!.GetValue(entity) is not IToOneState { Target: { } target }) continue;
            for (var i = 0; i < relation.FromKey.Length; i++)
            {
                var property = relation.FromKey[i];
                if (IsUnset(property, values[property.Ordinal])) values[property.Ordinal] = relation.ToKey[i].Read(target);
            }
        }
        return values;
    }

    public static bool IsUnset(Property property, object? value) => value is null || StoreValues.Same(value, property.Unset);

    /// <summary>A related entity or related entities as they are loaded in a value.</summary>
    /// <exception cref="ArgumentException">They are not loaded.</exception>
    public static IReadOnlyList<object> Related(Relation relation, object entity)
    {
        var related = relation.Member!.GetValue(entity);
        return related switch
        {
            IToOneState { Target: { } target } => [target],
            IToOneState { IsNone: true } => [],
            IToManyState { Items: { } items } => items,
            _ => throw new ArgumentException($"the query includes {relation}, and it is not loaded in {entity.GetType().Name}#{EntityKeys.Of(entity)}: give it a value, null or []"),
        };
    }
}
