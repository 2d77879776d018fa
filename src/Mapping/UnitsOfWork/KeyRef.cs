using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>A row by its key, or one of this unit that has no key yet.</summary>
internal readonly record struct KeyRef(EntityType Type, EntityKey? Key, Guid TemporaryKey)
{
    public bool IsTemporary => Key is null;
    public static KeyRef To(EntityKey key) => new(key.Type, key, default);
    public static KeyRef ToNew(EntityType type, Guid temporaryKey) => new(type, null, temporaryKey);

    /// <summary>By key: temporary ones are unique whatever the type they were seen through.</summary>
    public bool Equals(KeyRef other) => TemporaryKey == other.TemporaryKey && Key == other.Key;
    public override int GetHashCode() => Key is { } key ? key.GetHashCode() : TemporaryKey.GetHashCode();

    /// <summary><c>Traveler#7</c>, <c>new Traveler</c>.</summary>
    public override string ToString() => Key is { } key ? key.ToString() : $"new {Type.Name}";
}
