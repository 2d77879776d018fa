using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AkkaOrm.Models;
using AkkaOrm.Queries;
using AkkaOrm.Tracking;

namespace AkkaOrm.Compilation;

/// <summary>From a question to a plan: the only door of the read side.</summary>
/// <remarks>Safe to call from any thread.</remarks>
internal static class ReadPlanner
{
    private static readonly object WithoutModel = new();
    private static readonly ConditionalWeakTable<Model, ModelFilters> ConstantFilters = [];

    /// <summary>A query with all its includes. The second time a shape is asked for, nothing is compiled.</summary>
    /// <exception cref="StatementException">The query holds what cannot be translated; names the expression.</exception>
    /// <exception cref="InvalidValueException">A value cannot be sent.</exception>
    public static PreparedRead Fetch(Model model, Query query)
    {
        var filters = Filters(model);
        var shape = filters.All.Count == 0 ? query.Shape : ShapeBuilder.Of(query, filters.Conditions);
        var read = StatementCache.Of(model).Get(shape, () => Typed(query, () => StatementCompiler.Fetch(model, query, shape, filters)));
        return Typed(query, () => new PreparedRead(read.Bind(shape.Values), read.Shape(shape.Values)));
    }

    /// <summary>One row by key, as entity, unless a global filter hides it.</summary>
    public static PreparedRead Find(Model model, EntityKey key)
    {
        var filters = Filters(model);
        var shape = ShapeBuilder.Of(key.Type, filters.Conditions);
        var read = StatementCache.Of(model).Get(shape, () => StatementCompiler.Find(key.Type, model, shape, filters));
        var parts = key.Parts;
        return new(read.Bind(shape.Values, (_, part) => parts[part]), read.Shape(shape.Values));
    }

    /// <summary>The includes of <paramref name="includes"/> for entities in hand, matched by their keys: the parents are not read again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="includes">From the parents' type, with Includes.</param>
    /// <param name="parents">The entities in hand.</param>
    /// <param name="keyOf">The store value of a property of a parent: from the value itself, or from the session's snapshot when it is a shadow property.</param>
    /// <returns>The plan, and for each include of the root a node whose ParentKey is by position in the relation's FromKey.</returns>
    /// <exception cref="StatementException">The includes hold what cannot be translated.</exception>
    public static LoadPlan Load(Model model, Query includes, IReadOnlyList<object> parents, Func<object, Property, object?> keyOf)
    {
        var filters = Filters(model);
        var shape = ShapeBuilder.Of(includes, filters.Conditions, isLoad: true);
        var read = StatementCache.Of(model).Get(shape, () => Typed(includes, () => StatementCompiler.Load(model, includes, shape, filters)));
        var keys = read.Includes.ToDictionary(i => i.Relation, i => Keys(i.Relation, parents, keyOf));
        return new(model.Entity(includes.ResultType), read.Bind(shape.Values, (relation, part) => keys[relation!][part]), read.Includes);
    }

    /// <summary>A user's statement as it is.</summary>
    public static Plan Execute(SqlText sql)
    {
        var shape = ShapeBuilder.Of(sql);
        var read = StatementCache.Of(WithoutModel).Get(shape, () =>
        {
            var writer = new SqlWriter();
            writer.Raw(RawSql.Of(sql, 0));
            return new([writer.ToStep(StatementKind.Raw, [])], PlanTransaction.None, static _ => throw new InvalidOperationException("a statement makes no rows"));
        });
        return read.Bind(shape.Values);
    }

    // Whatever a lambda holds that was not thought of: callers get the one kind of error they know, with its cause.
    private static T Typed<T>(Query query, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw new StatementException($"the query cannot be translated to SQL: {error.GetType().Name}", error) { Expression = query.ToString() };
        }
    }

    /// <summary>The distinct keys of the parents as one array a part, without those of which a part is null.</summary>
    private static ImmutableArray<Array> Keys(Relation relation, IReadOnlyList<object> parents, Func<object, Property, object?> keyOf)
    {
        var distinct = new HashSet<CompositeKey>();
        foreach (var parent in parents)
        {
            var parts = relation.FromKey.Select(p => keyOf(parent, p)).ToList();
            if (parts.TrueForAll(p => p is not null)) distinct.Add(new([.. parts.Select(p => p!)]));
        }
        return [.. relation.FromKey.Select((p, part) => p.Mapping.Store.CreateArray([.. distinct.Select(k => k.Parts[part])]))];
    }

    // Filters that close over something are read anew each time: their values are part of the moment, not of the model.
    private static ModelFilters Filters(Model model)
    {
        if (ConstantFilters.TryGetValue(model, out var known)) return known;
        var filters = ModelFilters.Of(model);
        if (filters.IsConstant) ConstantFilters.AddOrUpdate(model, filters);
        return filters;
    }
}

/// <summary>Relations to load for entities in hand. <c>Includes[i].ParentKey</c> is empty: the parent's side is read from the value by <see cref="Relation.FromKey"/>.</summary>
internal sealed record LoadPlan(EntityType Type, Plan Plan, ImmutableArray<IncludeNode> Includes);
