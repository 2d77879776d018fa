using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>An entity's columns under an alias of a statement.</summary>
/// <param name="owner">The SELECT it stands in: where joins from it go.</param>
/// <param name="isNullable">It is on the far side of an outer join.</param>
internal sealed class EntitySource(EntityType entity, string alias, SelectBuilder owner, bool isNullable)
{
    private readonly Dictionary<Relation, EntitySource> _joins = [];

    public EntityType Entity { get; } = entity;
    public string Alias { get; } = alias;
    public SelectBuilder Owner { get; } = owner;
    public bool IsNullable { get; } = isNullable;

    public SqlColumn Column(Property property) => new(Alias, property.Column, property.Mapping, IsNullable || property.IsNullable);

    public ImmutableArray<SqlExpression> Columns(ImmutableArray<Property> properties) => [.. properties.Select(SqlExpression (p) => Column(p))];

    /// <summary>The target of a to-one relation, joined once however often it is asked for.</summary>
    public EntitySource Join(Relation relation)
    {
        if (_joins.TryGetValue(relation, out var joined)) return joined;
        return _joins[relation] = Owner.Join(this, relation);
    }

    /// <summary>The columns by which the target of a to-one relation is known, equal to its <see cref="Relation.ToKey"/>: without a join where this side holds them.</summary>
    public ImmutableArray<SqlExpression> KeyOf(Relation relation) =>
        relation.HoldsForeignKey ? Columns(relation.FromKey) : Join(relation).Columns(relation.ToKey);
}
