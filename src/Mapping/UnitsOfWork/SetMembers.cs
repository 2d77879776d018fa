using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The columns that <c>set:</c> of an Add names: <c>x => x.Bio</c>, <c>x => new { x.Bio, x.Total }</c>.</summary>
internal static class SetMembers
{
    /// <exception cref="StatementException">A part of it is not a column of the entity.</exception>
    public static ImmutableArray<int> Of(EntityType type, LambdaExpression set)
    {
        var names = MemberNames.Of(set);
        var ordinals = names.Select(name => type.Properties.Where(p => p.Name == name || p.Name.StartsWith(name + ".", StringComparison.Ordinal)).Select(p => p.Ordinal).ToArray()).ToList();
        return ordinals.Count > 0 && ordinals.All(o => o.Length > 0)
            ? [.. ordinals.SelectMany(o => o)]
            : throw new StatementException($"'set' of Add names what is not a column of {type.Name}.") { Expression = set.ToString(), Hint = "write set: x => x.Bio, or set: x => new { x.Bio, x.Age }" };
    }
}
