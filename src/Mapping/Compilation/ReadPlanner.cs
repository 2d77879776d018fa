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
    private static readonly ConditionalWeakTable<EntityType, PlainFind> PlainFinds = [];

    /// <summary>A query with all its includes. The second time a shape is asked for, nothing is compiled.</summary>
    /// <exception cref="StatementException">The query holds what cannot be translated; names the expression.</exception>
    /// <exception cref="InvalidValueException">A value cannot be sent.</exception>
    public static PreparedRead Fetch(Model model, Query query)
    {
        var (cache, filters) = (StatementCache.Of(model), Filters(model));
        try
        {
            if (!filters.IsConstant) return Moment(model, query, cache, filters);
            if (!query.IsKnown(out var shape, out var values) || cache.Find(shape) is not { } read) read = Known(model, query, cache, filters, out values);
            if (filters.Values.Length > 0) values = [.. values, .. filters.Values];
            return new(read.Bind(values), read.Shape(values));
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw Untranslated(query, error);
        }
    }

    /// <summary>One row by key, as entity, unless a global filter hides it.</summary>
    public static PreparedRead Find(Model model, EntityKey key)
    {
        if (PlainFinds.TryGetValue(key.Type, out var plain)) return plain.Bind(key);
        var (cache, filters, type) = (StatementCache.Of(model), Filters(model), key.Type);
        var builder = ShapeBuilder.Rent();
        builder.Token(type);
        if (!filters.IsConstant) filters.Describe(builder);
        var read = cache.Find(builder, out _) ?? cache.Add(builder.ToShape(), StatementCompiler.Find(type, model, ShapeBuilder.ValuesOf(filters.Describe), filters));
        builder.Return();
        if (filters.All.Count == 0)
        {
            plain = PlainFind.Of(read);
            PlainFinds.TryAdd(type, plain);
            return plain.Bind(key);
        }
        return new(read.Bind(filters.Values, key.Parts, keyed: new(read.Many!, key, read.Many!.Others(filters.Values))), read.Shape(filters.Values));
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
        var builder = ShapeBuilder.Rent();
        builder.Token("load");
        builder.Add(includes);
        filters.Describe(builder);
        var values = builder.Values();
        var cache = StatementCache.Of(model);
        var read = cache.Find(builder, out _) ?? cache.Add(builder.ToShape(), Loaded(model, includes, filters));
        builder.Return();
        var keys = read.Includes.ToDictionary(i => i.Relation, i => Keys(i.Relation, parents, keyOf));
        return new(model.Entity(includes.ResultType), read.Bind(values, parents: (relation, part) => keys[relation][part]), read.Includes);
    }

    /// <summary>A user's statement as it is.</summary>
    public static Plan Execute(SqlText sql)
    {
        var builder = ShapeBuilder.Rent();
        builder.Add(sql);
        var values = builder.Values();
        var cache = StatementCache.Of(WithoutModel);
        var read = cache.Find(builder, out _) ?? cache.Add(builder.ToShape(), Compiled(sql));
        builder.Return();
        return read.Bind(values);
    }

    /// <summary>What is compiled for the query, by what its clauses say.</summary>
    private static CompiledRead Known(Model model, Query query, StatementCache cache, ModelFilters filters, out object?[] values)
    {
        var builder = ShapeBuilder.Rent();
        builder.Add(query);
        values = builder.Values();
        if (cache.Find(builder, out var shape) is not { } read)
        {
            shape = builder.ToShape();
            read = cache.Add(shape, StatementCompiler.Fetch(model, query, ValuesOf(query, filters), filters));
        }
        builder.Return();
        query.Know(shape!, values);
        return read;
    }

    // Filters that close over something may say something else each time.
    private static PreparedRead Moment(Model model, Query query, StatementCache cache, ModelFilters filters)
    {
        var builder = ShapeBuilder.Rent();
        builder.Add(query);
        filters.Describe(builder);
        var values = builder.Values();
        var read = cache.Find(builder, out _) ?? cache.Add(builder.ToShape(), StatementCompiler.Fetch(model, query, ValuesOf(query, filters), filters));
        builder.Return();
        return new(read.Bind(values), read.Shape(values));
    }

    private static QueryValues ValuesOf(Query query, ModelFilters filters) => ShapeBuilder.ValuesOf(builder =>
    {
        builder.Add(query);
        filters.Describe(builder);
    });

    private static CompiledRead Loaded(Model model, Query includes, ModelFilters filters)
    {
        try
        {
            return StatementCompiler.Load(model, includes, ValuesOf(includes, filters), filters);
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw Untranslated(includes, error);
        }
    }

    private static CompiledRead Compiled(SqlText sql)
    {
        var writer = new SqlWriter();
        writer.Raw(RawSql.Of(sql, 0));
        return new([writer.ToStep(StatementKind.Raw, [])], PlanTransaction.None, static _ => throw new InvalidOperationException("a statement makes no rows"));
    }

    // Whatever a lambda holds that was not thought of: callers get the one kind of error they know, with its cause.
    private static StatementException Untranslated(Query query, Exception error) =>
        new($"the query cannot be translated to SQL: {error.GetType().Name}", error) { Expression = query.ToString() };

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
