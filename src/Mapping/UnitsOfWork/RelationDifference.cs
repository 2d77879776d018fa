using System.Collections.Immutable;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What changed between two states of a relation.</summary>
internal static class RelationDifference
{
    public static bool Same(RelationValue left, RelationValue right) => (left, right) switch
    {
        (RelationValue.One a, RelationValue.One b) => a.Target == b.Target,
        (RelationValue.Whole a, RelationValue.Whole b) => a.Items.ToHashSet().SetEquals(b.Items),
        (RelationValue.Difference a, RelationValue.Difference b) => a.Added.ToHashSet().SetEquals(b.Added) && a.Removed.ToHashSet().SetEquals(b.Removed),
        _ => left.GetType() == right.GetType(),
    };

    /// <summary>What was put in and taken out of a collection from one value to the next.</summary>
    public static RelationValue.Difference Between(RelationValue.Whole before, RelationValue.Whole after) =>
        new([.. after.Items.Except(before.Items)], [.. before.Items.Except(after.Items)]);

    /// <inheritdoc cref="Between(RelationValue.Whole, RelationValue.Whole)"/>
    public static RelationValue.Difference Between(RelationValue.Difference before, RelationValue.Difference after) => new(
        [.. after.Added.Except(before.Added).Union(before.Removed.Except(after.Removed).Except(after.Added))],
        [.. after.Removed.Except(before.Removed).Union(before.Added.Except(after.Added).Except(after.Removed))]);

    public static ImmutableArray<KeyRef> Items(RelationValue value) => value switch
    {
        RelationValue.Whole whole => whole.Items,
        RelationValue.One one => [one.Target],
        _ => [],
    };
}
