using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm.Queries;

/// <summary>What is loaded along with an entity: the Includes of a query as a tree, paths taken apart and put together.</summary>
internal sealed class IncludeSpec(EntityType entity)
{
    private readonly List<IncludedRelation> _relations = [];
    private readonly HashSet<Property> _deferred = [];

    public EntityType Entity { get; } = entity;
    public IReadOnlyList<IncludedRelation> Relations => _relations;

    /// <summary>Deferred columns that are asked for.</summary>
    public bool Reads(Property property) => !property.IsDeferred || _deferred.Contains(property);
    public bool HasDeferred => _deferred.Count > 0;

    public static IncludeSpec Of(EntityType entity, ImmutableArray<Clause> clauses)
    {
        var spec = new IncludeSpec(entity);
        foreach (var include in clauses.OfType<Clause.Include>()) spec.Add(include);
        return spec;
    }

    private void Add(Clause.Include include)
    {
        var (spec, path) = (this, Path(include.Relation.Lambda));
        for (var i = 0; i < path.Count; i++)
        {
            var (name, last) = (path[i], i == path.Count - 1);
            if (last && spec.Entity.Property(name) is { IsDeferred: true } deferred)
            {
                if (include.Shape is not null) throw Refused(include, $"{spec.Entity.Name}.{name} is a column: it has no shape");
                spec._deferred.Add(deferred);
                return;
            }
            var relation = spec.Entity.Relation(name) ?? throw Refused(include, $"{spec.Entity.Name}.{name} is no relation of the model");
            if (!last && relation.Kind != RelationKind.ToOne) throw Refused(include, $"{relation} is a collection: say what to load with it in a shape, Include(x => x.{name}, y => y.Include(…))");
            spec = spec.Get(relation, last ? include : null).Includes;
        }
    }

    private IncludedRelation Get(Relation relation, Clause.Include? include)
    {
        var known = _relations.Find(r => r.Relation == relation);
        if (known is null) _relations.Add(known = new(relation, new IncludeSpec(relation.To)));
        if (include is not null) known.Add(include);
        return known;
    }

    internal static StatementException Refused(Clause.Include include, string why) => new($"Include cannot be translated: {why}") { Expression = include.Relation.ToString() };

    private static List<string> Path(LambdaExpression lambda)
    {
        var names = new List<string>();
        for (var node = lambda.Body; node != lambda.Parameters[0];)
        {
            switch (node)
            {
                case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert: node = convert.Operand; break;
                case MemberExpression { Expression: { } owner, Member.Name: "Value" or "ValueOrNull" } when owner.Type.IsAssignableTo(typeof(IRelation)): node = owner; break;
                case MemberExpression { Expression: { } owner } member:
                    names.Add(member.Member.Name);
                    node = owner;
                    break;
                default:
                    throw new StatementException("Include names a relation, or a path of them: x => x.Destination.Value.Region")
                    {
                        Expression = lambda.ToString(),
                        Hint = "filter and order in the shape: Include(x => x.Visits, visit => visit.Where(…).OrderBy(…))",
                    };
            }
        }
        if (names.Count == 0) throw new StatementException("Include names a relation") { Expression = lambda.ToString() };
        names.Reverse();
        return names;
    }
}

/// <summary>One relation to load, and what of it.</summary>
internal sealed class IncludedRelation(Relation relation, IncludeSpec includes)
{
    private Clause.Include? _shaped;

    public Relation Relation { get; } = relation;
    public IncludeSpec Includes { get; private set; } = includes;
    public LoadStrategy Strategy { get; private set; }

    /// <summary>What is said of its rows, in order: filters, orders, limits.</summary>
    public ImmutableArray<Clause> Rows { get; private set; } = [];

    /// <summary>Asked for each parent on its own: so many of each, or a condition in SQL beside a link table whose columns it must not see.</summary>
    public bool IsEach => Rows.Any(c => c is Clause.Take or Clause.Skip || (c is Clause.WhereSql && Relation.Link is not null));
    public bool IsPartial => Rows.Any(c => c is not Clause.OrderBy);

    /// <summary>The target stands in the row of its parent.</summary>
    public bool IsJoined => Relation.Kind == RelationKind.ToOne && Rows.IsEmpty && Strategy != LoadStrategy.Keys;

    public void Add(Clause.Include include)
    {
        if (include.Strategy != LoadStrategy.Default) Strategy = include.Strategy;
        if (include.Shape is { } shape)
        {
            if (_shaped is not null && !_shaped.Shape!.Shape.Equals(shape.Shape)) throw IncludeSpec.Refused(include, $"{Relation} is included twice, in different shapes");
            if (_shaped is null) Shape(include, shape.Clauses);
            _shaped = include;
        }
        if (Strategy != LoadStrategy.Join) return;
        if (Relation.Kind != RelationKind.ToOne) throw IncludeSpec.Refused(include, $"{Relation} is a collection: joined, it would repeat its parent's row; leave the strategy away");
        if (!Rows.IsEmpty) throw IncludeSpec.Refused(include, $"{Relation} has a shape of its own, which needs a statement of its own; leave the strategy away");
    }

    private void Shape(Clause.Include include, ImmutableArray<Clause> clauses)
    {
        var rows = ImmutableArray.CreateBuilder<Clause>();
        foreach (var clause in clauses)
        {
            switch (clause)
            {
                case Clause.Where or Clause.WhereSql or Clause.OrderBy or Clause.After or Clause.Skip or Clause.Take: rows.Add(clause); break;
                case Clause.From or Clause.Include or Clause.IgnoreFilters or Clause.Distinct or Clause.Tag: break;
                default: throw IncludeSpec.Refused(include, $"a shape has Where, OrderBy, Skip, Take and Include, and not '{clause}'");
            }
        }
        Rows = rows.ToImmutable();
        var nested = IncludeSpec.Of(Relation.To, clauses);
        Includes = Includes.Relations.Count == 0 && !Includes.HasDeferred ? nested
            : nested.Relations.Count == 0 && !nested.HasDeferred ? Includes
            : throw IncludeSpec.Refused(include, $"what is behind {Relation} is included by a path and by a shape: say all of it in the shape");
    }
}
