using System.Collections.Concurrent;
using System.Runtime.Serialization;

namespace AkkaOrm.Relations;

/// <summary>The related entity by its key alone. The key's type is in the type, so that serializers which write <c>object</c> as a bare text bring it back as it was.</summary>
[DataContract]
internal abstract class KeyState
{
    private static readonly ConcurrentDictionary<Type, Type> Shapes = new();

    internal abstract object Key { get; }

    /// <summary>The key is one minted by the client for an entity that has none yet.</summary>
    [DataMember(Name = "temporary", EmitDefaultValue = false)]
    internal bool IsTemporary { get; private set; }

    internal static KeyState Of(object key, bool temporary)
    {
        var state = (KeyState)Activator.CreateInstance(Shapes.GetOrAdd(key.GetType(), static type => typeof(KeyState<>).MakeGenericType(type)))!;
        state.IsTemporary = temporary;
        state.Set(key);
        return state;
    }

    public override bool Equals(object? obj) => obj is KeyState other && IsTemporary == other.IsTemporary && Key.Equals(other.Key);

    public override int GetHashCode() => Key.GetHashCode();

    private protected abstract void Set(object key);
}

/// <inheritdoc/>
[DataContract]
internal sealed class KeyState<TKey> : KeyState where TKey : notnull
{
    [DataMember(Name = "key")]
    private TKey _key = default!;

    internal override object Key => _key;

    private protected override void Set(object key) => _key = (TKey)key;
}
