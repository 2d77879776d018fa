using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaOrm.Relations;

namespace AkkaOrm;

/// <summary>Entities as JSON, with System.Text.Json.</summary>
public static class AkkaOrmJson
{
    /// <summary>
    /// Leaves out relations and deferred columns that are not loaded, and relations that lead back to an entity on the way from the root.
    /// Without it they are written as <c>{"$notLoaded":true}</c> and <c>{"$ancestor":true}</c>.
    /// </summary>
    /// <param name="options">Options not used yet. Resolvers of your own go in first: what is put in after is not seen here.</param>
    /// <param name="readRelations">Whether relations are read from JSON. Off by default: the body of a request must not stage related rows.</param>
    /// <returns>The same options.</returns>
    public static JsonSerializerOptions AddAkkaOrm(this JsonSerializerOptions options, bool readRelations = false)
    {
        if (readRelations) options.Converters.Add(new RelationJsonConverter(read: true));
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(LeaveOut);
        return options;
    }

    private static void LeaveOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (!property.PropertyType.IsAssignableTo(typeof(IRelation))) continue;
            var before = property.ShouldSerialize;
            property.ShouldSerialize = (owner, value) => before?.Invoke(owner, value) != false && JsonPath.Allows(owner, value);
        }
    }
}
