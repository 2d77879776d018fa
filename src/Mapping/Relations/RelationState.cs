using System.Runtime.CompilerServices;
using AkkaOrm.Errors;

namespace AkkaOrm.Relations;

/// <summary>What stands in the place of a related entity, and how two of them compare: by load state and key, never through the graph.</summary>
internal static class RelationState
{
    /// <summary>Loaded, and there is no related entity.</summary>
    internal static readonly object None = new();

    /// <summary>Equal when they are one instance, or of one class with equal keys.</summary>
    internal static bool SameEntity(object left, object right) =>
        ReferenceEquals(left, right) ||
        (left.GetType() == right.GetType() && EntityKeys.Of(left) is { } key && key.Equals(EntityKeys.Of(right)));

    // A change of key (a mutable class that was stored) changes the hash, as it does for any key.
    internal static int HashOf(object entity) => EntityKeys.Of(entity)?.GetHashCode() ?? RuntimeHelpers.GetHashCode(entity);

    internal static string NameOf(object entity) => EntityKeys.Of(entity) is { } key ? ErrorText.Row(entity.GetType().Name, key) : $"new {entity.GetType().Name}";
}
