namespace AkkaOrm;

/// <summary>New rows refer to each other in a circle and none of the keys in it can be empty, so none of the rows can be written first. Nothing was sent.</summary>
/// <param name="relations">The relations of the circle, as <c>Entity.Relation</c>.</param>
public sealed class CyclicDependencyException(IReadOnlyList<string> relations)
    : AkkaOrmException($"new rows refer to each other in a circle, so none of them can be inserted first: {string.Join(", ", relations)}.", null)
{
    /// <inheritdoc/>
    public override string Code => "AKO-cycle";

    /// <summary>The relations of the circle, as <c>Entity.Relation</c>; none of their keys is nullable.</summary>
    public IReadOnlyList<string> Relations { get; } = relations;

    private protected override string DefaultDetail => "a nullable key would be inserted empty and updated after; nothing was sent";

    private protected override string DefaultHint => "1. make one of these relations optional (ToOne<T?>)  2. write the rows in two units";
}
