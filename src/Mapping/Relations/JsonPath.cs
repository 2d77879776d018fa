namespace AkkaOrm.Relations;

/// <summary>
/// The entities from the root down to the relation being written. Converters write synchronously, and the serializer asks whether a property
/// shall be written immediately before it writes it, so a thread's own path is enough, also where several bodies are written asynchronously at once.
/// </summary>
internal readonly struct JsonPath : IDisposable
{
    [ThreadStatic] private static List<object>? s_entities;
    [ThreadStatic] private static object? s_owner;
    private readonly int _depth;

    private JsonPath(int depth) => _depth = depth;

    private static List<object> Entities => s_entities ??= [];

    /// <summary>Whether a property of this owner shall be written: it is loaded and does not lead back.</summary>
    internal static bool Allows(object owner, object? property)
    {
        if (property is not IRelation { IsLoaded: true }) return false;
        if (property is IToOneState { Target: { } target } && LeadsBack(owner, target)) return false;
        if (property is IToManyState { Items: { } items } && items.Any(item => LeadsBack(owner, item))) return false;
        if (property is not IDeferredState) s_owner = owner;
        return true;
    }

    /// <summary>Until disposed, what is pushed is on the path; first the owner told by <see cref="Allows"/>, who is nowhere else named when it is the root.</summary>
    internal static JsonPath Enter()
    {
        var path = new JsonPath(Entities.Count);
        if (s_owner is { } owner && (Entities.Count == 0 || !ReferenceEquals(Entities[^1], owner))) Entities.Add(owner);
        s_owner = null;
        return path;
    }

    internal static void Push(object entity) => Entities.Add(entity);

    internal static bool Contains(object entity)
    {
        foreach (var above in Entities)
            if (RelationState.SameEntity(above, entity)) return true;
        return false;
    }

    public void Dispose() => Entities.RemoveRange(_depth, Entities.Count - _depth);

    private static bool LeadsBack(object owner, object entity) => RelationState.SameEntity(owner, entity) || Contains(entity);
}
