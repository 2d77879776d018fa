using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AkkaOrm.Models;

namespace AkkaOrm.Compilation;

/// <summary>Statements that write rows: one text a shape, whatever the number of rows and their values.</summary>
/// <remarks>A shape is compiled once a model; the same object comes back for it, so that it is prepared once a connection.</remarks>
internal static class WriteCompiler
{
    /// <summary>Shapes kept an entity. Units that change columns in ever new combinations would grow the cache without end.</summary>
    private const int MaxShapes = 1024;

    private static readonly ConditionalWeakTable<object, ConcurrentDictionary<Shape, WriteStatement>> Caches = [];
    private static readonly ConditionalWeakTable<CompiledStatement, WriteOrigin> Origins = [];

    /// <summary>What a statement was made for; null when it was not made here.</summary>
    public static WriteOrigin? OriginOf(CompiledStatement statement) => Origins.TryGetValue(statement, out var origin) ? origin : null;

    /// <summary>Inserts rows and returns them as stored, in the order given; fails when fewer rows came to be than were given.</summary>
    /// <param name="columns">Ordinals of the columns written, ascending; the others get their defaults.</param>
    /// <param name="isTerse">What holds what was sent need not come back: see <see cref="AsSent"/>. Only for many.</param>
    public static WriteStatement Insert(EntityType type, ImmutableArray<int> columns, bool isMany, bool isTerse = false) =>
        Cached(type, new(WriteKind.Insert, isMany, false, columns, isTerse), static (type, shape) => WriteTexts.Insert((EntityType)type, shape.Columns, shape.IsMany, shape.IsTerse));

    /// <summary>Updates rows and returns them as stored, in the order given; fails when a row is gone or, if <paramref name="isVersioned"/>, has another version.</summary>
    /// <param name="columns">Ordinals of the columns set, ascending.</param>
    /// <param name="isTerse">What holds what was sent or read need not come back: see <see cref="AsSent"/>. Only for many, by <c>xmin</c>.</param>
    public static WriteStatement Update(EntityType type, ImmutableArray<int> columns, bool isVersioned, bool isMany, bool isTerse = false) =>
        Cached(type, new(WriteKind.Update, isMany, isVersioned, columns, isTerse), static (type, shape) => GuardedTexts.Update((EntityType)type, shape.Columns, shape.IsVersioned, shape.IsMany, shape.IsTerse));

    /// <summary>Deletes rows; fails as <see cref="Update"/> does.</summary>
    public static WriteStatement Delete(EntityType type, bool isVersioned, bool isMany) =>
        Cached(type, new(WriteKind.Delete, isMany, isVersioned, []), static (type, shape) => GuardedTexts.Delete((EntityType)type, shape.IsVersioned, shape.IsMany));

    /// <summary>Locks rows in the order of their keys, so that two units never wait for each other; fails when a row is gone or has another version.</summary>
    /// <param name="isForDelete">Some of them will be deleted or get another key: those that refer to them must wait too.</param>
    public static WriteStatement Lock(EntityType type, bool isVersioned, bool isForDelete) =>
        Cached(type, new(isForDelete ? WriteKind.LockForDelete : WriteKind.Lock, true, isVersioned, []),
            static (type, shape) => GuardedTexts.Lock((EntityType)type, shape.IsVersioned, shape.Kind == WriteKind.LockForDelete));

    /// <summary>Inserts link rows of a many-to-many relation; one that exists already is a constraint violation.</summary>
    public static WriteStatement Link(Relation relation) =>
        Cached(relation, new(WriteKind.Link, true, false, []), static (relation, _) => WriteTexts.Link((Relation)relation));

    /// <summary>Deletes link rows; one that is gone already is as it should be.</summary>
    public static WriteStatement Unlink(Relation relation) =>
        Cached(relation, new(WriteKind.Unlink, true, false, []), static (relation, _) => WriteTexts.Unlink((Relation)relation));

    private static WriteStatement Cached(object owner, Shape shape, Func<object, Shape, WriteStatement> compile)
    {
        var cache = Caches.GetOrCreateValue(owner);
        if (cache.TryGetValue(shape, out var known)) return known;
        if (cache.Count >= MaxShapes) cache.Clear();
        return cache.GetOrAdd(shape, static (shape, given) =>
        {
            var made = given.compile(given.owner, shape);
            Origins.Add(made.Statement, new WriteOrigin(shape.Kind, given.owner as EntityType, made));
            return made;
        }, (owner, compile));
    }

    private readonly record struct Shape(WriteKind Kind, bool IsMany, bool IsVersioned, ImmutableArray<int> Columns, bool IsTerse = false)
    {
        public bool Equals(Shape other) =>
            Kind == other.Kind && IsMany == other.IsMany && IsVersioned == other.IsVersioned && IsTerse == other.IsTerse && Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(((int)Kind << 3) | (IsTerse ? 4 : 0) | (IsMany ? 2 : 0) | (IsVersioned ? 1 : 0));
            foreach (var column in Columns) hash.Add(column);
            return hash.ToHashCode();
        }
    }
}
