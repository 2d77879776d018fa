using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Relations;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Puts loaded relations into values that nobody has seen yet: init accessors are ordinary setters to the runtime.</summary>
internal static class RelationMembers
{
    private static readonly ConcurrentDictionary<Relation, ToOneSetter> ToOneSetters = new();
    private static readonly ConcurrentDictionary<Relation, ToManySetter> ToManySetters = new();

    public static void SetToOne(object entity, Relation relation, object? target) => ToOne(relation)(entity, target);

    public static void SetToMany(object entity, Relation relation, IReadOnlyList<object> items, bool isPartial)
    {
        var array = items as object[] ?? [.. items];
        ToMany(relation)(entity, array, 0, array.Length, isPartial);
    }

    /// <summary>For many values in a row.</summary>
    public static ToOneSetter ToOne(Relation relation) => ToOneSetters.GetOrAdd(relation, CompileToOne);

    /// <inheritdoc cref="ToOne"/>
    public static ToManySetter ToMany(Relation relation) => ToManySetters.GetOrAdd(relation, CompileToMany);

    /// <summary>The internal factory <paramref name="name"/> of a relation type.</summary>
    public static MethodInfo Maker(Type relationType, string name) =>
        relationType.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        ?? throw new InvalidOperationException($"{relationType.Name} has no {name}");

    private static ToOneSetter CompileToOne(Relation relation)
    {
        var entity = Expression.Parameter(typeof(object));
        var target = Expression.Parameter(typeof(object));
        var member = Member(relation, entity);
        var made = Expression.Call(Maker(member.Type, "Loaded"),
            Expression.Convert(target, member.Type.GetGenericArguments()[0]), Expression.Constant(relation.Info), Owner(relation, entity, member));
        return Expression.Lambda<ToOneSetter>(Expression.Assign(member, made), entity, target).Compile();
    }

    private static ToManySetter CompileToMany(Relation relation)
    {
        var entity = Expression.Parameter(typeof(object));
        var items = Expression.Parameter(typeof(object[]));
        var from = Expression.Parameter(typeof(int));
        var count = Expression.Parameter(typeof(int));
        var isPartial = Expression.Parameter(typeof(bool));
        var member = Member(relation, entity);
        var typed = Expression.Call(typeof(RelationMembers), nameof(Typed), [member.Type.GetGenericArguments()[0]], items, from, count);
        var made = Expression.Call(Maker(member.Type, "Loaded"), typed, isPartial, Expression.Constant(relation.Info), Owner(relation, entity, member));
        return Expression.Lambda<ToManySetter>(Expression.Assign(member, made), entity, items, from, count, isPartial).Compile();
    }

    private static MemberExpression Member(Relation relation, Expression entity) => Expression.Property(Expression.Convert(entity, relation.Member!.DeclaringType!), relation.Member);

    // What was read knows its owner's key already; a value that users made does not.
    private static BinaryExpression Owner(Relation relation, ParameterExpression entity, MemberExpression member) =>
        Expression.Coalesce(Expression.Property(member, nameof(ToOne<>.Owner)), Expression.Call(typeof(RelationMembers), nameof(KeyOf), null, Expression.Constant(relation.From), entity));

    private static object? KeyOf(EntityType type, object entity) => KeyValues.Of(type, entity)?.ForUser;

    private static ImmutableArray<T> Typed<T>(object[] items, int from, int count)
    {
        if (items is T[] own) return ImmutableArray.Create(own, from, count);
        var typed = new T[count];
        for (var i = 0; i < count; i++) typed[i] = (T)items[from + i];
        return ImmutableCollectionsMarshal.AsImmutableArray(typed);
    }
}

/// <summary>Loads a to-one relation of <paramref name="entity"/>.</summary>
internal delegate void ToOneSetter(object entity, object? target);

/// <summary>Loads a collection of <paramref name="entity"/>: <paramref name="count"/> of the items from <paramref name="from"/> on.</summary>
internal delegate void ToManySetter(object entity, object[] items, int from, int count, bool isPartial);
