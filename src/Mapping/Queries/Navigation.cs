using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>Looks for relations in a lambda: whether it will need more tables than its own.</summary>
internal sealed class Navigation : ExpressionVisitor
{
    private readonly HashSet<string> _names = [];
    private bool _found;

    /// <summary>Whether a lambda of the clause speaks of a relation or deferred column of that name.</summary>
    public static bool Names(Clause clause, string name)
    {
        var lambda = clause switch
        {
            Clause.Where where => where.Condition,
            Clause.OrderBy order => order.Key,
            Clause.Select select => select.Result,
            Clause.Aggregate aggregate => aggregate.Value,
            Clause.Include include => include.Relation,
            _ => null,
        };
        if (lambda is null) return false;
        var visitor = new Navigation();
        visitor.Visit(lambda.Lambda.Body);
        return visitor._names.Contains(name);
    }

    public static bool IsIn(LambdaExpression lambda)
    {
        var visitor = new Navigation();
        visitor.Visit(lambda.Body);
        return visitor._found;
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Type.IsAssignableTo(typeof(IRelation)))
        {
            _found = true;
            _names.Add(node.Member.Name);
        }
        return base.VisitMember(node);
    }
}
