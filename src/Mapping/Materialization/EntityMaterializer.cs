using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Materialization;

/// <summary>Values from rows, and relations into values that nobody has seen yet.</summary>
internal sealed class EntityMaterializer : IEntityMaker
{
    public static readonly EntityMaterializer Instance = new();

    public object Make(EntityType type, in EntityRow row) => EntityReader.For(type, row.Columns).Make(row.Page, row.Row);

    public Func<RowPage, int, object> Maker(EntityType type, ImmutableArray<int> columns) => EntityReader.For(type, columns).Make;

    public void SetToOne(object entity, Relation relation, object? target) => RelationMembers.SetToOne(entity, relation, target);

    public void SetToMany(object entity, Relation relation, IReadOnlyList<object> items, bool isPartial) => RelationMembers.SetToMany(entity, relation, items, isPartial);
}
