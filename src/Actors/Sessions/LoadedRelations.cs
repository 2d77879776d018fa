using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Queries;
using AkkaOrm.Relations;

namespace AkkaOrm.Sessions;

/// <summary>Whether a value has already what is asked to be loaded into it.</summary>
internal static class LoadedRelations
{
    /// <summary>True when every relation named is loaded, whole. A shape of its own is always asked for again.</summary>
    public static bool All(EntityType type, Query includes, object entity) =>
        includes.Clauses.OfType<Clause.Include>().All(include => include.Shape is null && Has(type, Names(include.Relation.Lambda.Body), entity));

    private static bool Has(EntityType type, Stack<string> path, object entity)
    {
        if (!path.TryPop(out var name)) return true;
        if (type.Relation(name) is not { } relation) return false;
        return relation.Member!.GetValue(entity) switch
        {
            IToManyState many => many is { IsLoaded: true, IsPartial: false } && path.Count == 0,
            IToOneState { IsLoaded: true } one => one.Target is not { } target || Has(relation.To, path, target),
            _ => false,
        };
    }

    // From the first relation to the last; `.Value` between them is the way through, not a relation.
    private static Stack<string> Names(Expression body)
    {
        var names = new Stack<string>();
        for (var node = body; ;)
        {
            switch (node)
            {
                case UnaryExpression { NodeType: ExpressionType.Convert } cast: node = cast.Operand; break;
                case MemberExpression { Expression: { } of } member:
                    if (typeof(IRelation).IsAssignableFrom(member.Type)) names.Push(member.Member.Name);
                    node = of;
                    break;
                default: return names;
            }
        }
    }
}
