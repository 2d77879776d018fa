using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>Looks for relations in a lambda: whether it will need more tables than its own.</summary>
internal sealed class Navigation : ExpressionVisitor
{
    private bool _found;

    public static bool IsIn(LambdaExpression lambda)
    {
        var visitor = new Navigation();
        visitor.Visit(lambda.Body);
        return visitor._found;
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        _found |= node.Type.IsAssignableTo(typeof(IRelation));
        return base.VisitMember(node);
    }
}
