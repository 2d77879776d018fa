using System.Globalization;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>What the translation of one query knows all along: the model, which values are null, where each lambda's values begin, and what filters apply.</summary>
internal sealed class Translation(Model model, QueryValues values, ModelFilters filters)
{
    private HashSet<string>? _ignored;
    private bool _ignoreAll;

    public Model Model { get; } = model;

    /// <summary>The statement at hand; a plan has several, one begun within another.</summary>
    public StatementState Statement { get; set; } = new();

    public bool IsNull(CapturedExpression value) => values.All[value.Index] is null;
    public bool HasNull(CapturedExpression list) => ((object?[])values.All[list.Index]!).Contains(null);
    public int OffsetOf(object owner) => values.Offsets[owner];
    public Expression Body(CapturedLambda lambda) => lambda.Body(OffsetOf(lambda));

    /// <summary>The lambda, with values numbered over the whole query.</summary>
    public LambdaExpression Lambda(CapturedLambda lambda) => Expression.Lambda(Body(lambda), lambda.Lambda.Parameters);

    public string NextAlias() => string.Create(CultureInfo.InvariantCulture, $"t{Statement.Aliases++}");

    public void Ignore(IEnumerable<string> names)
    {
        var any = false;
        foreach (var name in names)
        {
            if (!filters.All.Any(f => f.Filter.Name == name)) throw new StatementException($"no entity of the model has a filter named {name}");
            (_ignored ??= []).Add(name);
            any = true;
        }
        if (!any) _ignoreAll = true;
    }

    public IEnumerable<CapturedLambda> FiltersOf(EntityType entity) => _ignoreAll ? [] : filters.All
        .Where(f => f.Entity == entity && _ignored?.Contains(f.Filter.Name) != true)
        .Select(f => f.Condition);

    public bool HasFilters(EntityType entity) => FiltersOf(entity).Any();

    /// <summary>A count of rows among the query's values.</summary>
    public SqlParameter Count(Clause clause) => new(new SqlValue.Captured(OffsetOf(clause), static value => value), SqlTypes.BigInt);
}

internal sealed class StatementState
{
    public int Aliases { get; set; }

    /// <summary>Something in it is the user's SQL, or locks: it must not be sent twice on our own account.</summary>
    public bool IsRaw { get; set; }
}

/// <summary>The global filters of a model with their values of this moment.</summary>
internal sealed class ModelFilters(IReadOnlyList<ModelFilters.One> all)
{
    internal sealed record One(EntityType Entity, EntityFilter Filter, CapturedLambda Condition);

    public IReadOnlyList<One> All { get; } = all;

    /// <summary>They say the same in every query.</summary>
    public bool IsConstant { get; } = all.All(f => f.Condition.IsConstant);

    public object?[] Values { get; } = [.. all.SelectMany(f => f.Condition.Values)];

    public void Describe(ShapeBuilder shape)
    {
        foreach (var filter in All) shape.Add(filter.Condition);
    }

    public static ModelFilters Of(Model model) =>
        new([.. model.EntityTypes.SelectMany(entity => entity.Filters.Select(filter => new One(entity, filter, CapturedLambda.Of(filter.Condition))))]);
}
