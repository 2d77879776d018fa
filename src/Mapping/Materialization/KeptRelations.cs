using AkkaOrm.Models;
using AkkaOrm.Relations;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Relations that were loaded into an older value of a row, taken over into a newer one that nobody has seen yet.</summary>
internal static class KeptRelations
{
    /// <summary>A to-one is kept only while the row's foreign key still says the same; a collection, and the other side of a one-to-one, as they were loaded.</summary>
    /// <param name="row">What the newer value was made of.</param>
    public static void TakeOver(EntityType type, object older, object newer, EntityRow row)
    {
        foreach (var relation in type.Relations)
        {
            switch (relation.Member?.GetValue(older))
            {
                case IToManyState { IsLoaded: true } many:
                    RelationMembers.SetToMany(newer, relation, many.Items!, many.IsPartial);
                    break;
                case IToOneState { IsLoaded: true } one when !relation.HoldsForeignKey || IsStill(relation, one.Target, row):
                    RelationMembers.SetToOne(newer, relation, one.Target);
                    break;
            }
        }
    }

    private static bool IsStill(Relation relation, object? target, EntityRow row) =>
        Equals(KeyTuple.From(relation.FromKey, row.Value), target is null ? null : KeyTuple.From(relation.ToKey, property => property.Read(target)));
}
