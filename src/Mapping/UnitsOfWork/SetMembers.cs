using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>The members that <c>set:</c> of an Add names: <c>x => x.Bio</c>, <c>x => new { x.Bio, x.Total }</c>.</summary>
internal static class SetMembers
{
    /// <exception cref="StatementException">A part of it is not a column of the entity.</exception>
    public static ImmutableArray<int> Of(EntityType type, LambdaExpression set)
    {
        IEnumerable<Expression> parts = set.Body switch
        {
            NewExpression made => made.Arguments,
            var one => [one],
        };
        return [.. parts.SelectMany(part => Ordinals(type, set, part))];
    }

    private static IEnumerable<int> Ordinals(EntityType type, LambdaExpression set, Expression part)
    {
        var names = new Stack<string>();
        var at = part;
        while (at is UnaryExpression { NodeType: ExpressionType.Convert } converted) at = converted.Operand;
        for (; at is MemberExpression member; at = member.Expression) names.Push(member.Member.Name);
        var path = string.Join('.', names);
        var found = at == set.Parameters[0] && names.Count > 0 ? type.Properties.Where(p => p.Name == path || p.Name.StartsWith(path + ".", StringComparison.Ordinal)).Select(p => p.Ordinal).ToArray() : [];
        return found.Length > 0 ? found : throw new StatementException($"'set' of Add names {part}, which is not a column of {type.Name}.") { Expression = set.ToString() };
    }
}
