using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Puts loaded relations into values that nobody has seen yet: init accessors are ordinary setters to the runtime.</summary>
internal static class RelationMembers
{
    private static readonly ConcurrentDictionary<Relation, Action<object, object?, object?>> ToOneSetters = new();
    private static readonly ConcurrentDictionary<Relation, Action<object, IReadOnlyList<object>, bool, object?>> ToManySetters = new();

    public static void SetToOne(object entity, Relation relation, object? target) =>
        ToOneSetters.GetOrAdd(relation, CompileToOne)(entity, target, Owner(entity, relation));

    public static void SetToMany(object entity, Relation relation, IReadOnlyList<object> items, bool isPartial) =>
        ToManySetters.GetOrAdd(relation, CompileToMany)(entity, items, isPartial, Owner(entity, relation));

    /// <summary>The internal factory <paramref name="name"/> of a relation type.</summary>
    public static MethodInfo Maker(Type relationType, string name) =>
        relationType.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        ?? throw new InvalidOperationException($"{relationType.Name} has no {name}");

    private static object? Owner(object entity, Relation relation) => KeyValues.Of(relation.From, entity)?.ForUser;

    private static Action<object, object?, object?> CompileToOne(Relation relation)
    {
        var entity = Expression.Parameter(typeof(object));
        var target = Expression.Parameter(typeof(object));
        var owner = Expression.Parameter(typeof(object));
        var member = relation.Member!;
        var made = Expression.Call(Maker(member.PropertyType, "Loaded"),
            Expression.Convert(target, member.PropertyType.GetGenericArguments()[0]), Expression.Constant(relation.Info), owner);
        var assign = Expression.Assign(Expression.Property(Expression.Convert(entity, member.DeclaringType!), member), made);
        return Expression.Lambda<Action<object, object?, object?>>(assign, entity, target, owner).Compile();
    }

    private static Action<object, IReadOnlyList<object>, bool, object?> CompileToMany(Relation relation)
    {
        var entity = Expression.Parameter(typeof(object));
        var items = Expression.Parameter(typeof(IReadOnlyList<object>));
        var isPartial = Expression.Parameter(typeof(bool));
        var owner = Expression.Parameter(typeof(object));
        var member = relation.Member!;
        var typed = Expression.Call(typeof(RelationMembers), nameof(Typed), [member.PropertyType.GetGenericArguments()[0]], items);
        var made = Expression.Call(Maker(member.PropertyType, "Loaded"), typed, isPartial, Expression.Constant(relation.Info), owner);
        var assign = Expression.Assign(Expression.Property(Expression.Convert(entity, member.DeclaringType!), member), made);
        return Expression.Lambda<Action<object, IReadOnlyList<object>, bool, object?>>(assign, entity, items, isPartial, owner).Compile();
    }

    private static ImmutableArray<T> Typed<T>(IReadOnlyList<object> items)
    {
        var typed = new T[items.Count];
        for (var i = 0; i < typed.Length; i++) typed[i] = (T)items[i];
        return ImmutableCollectionsMarshal.AsImmutableArray(typed);
    }
}
