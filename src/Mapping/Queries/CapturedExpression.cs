using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>A value taken from around a lambda: which one, not what it is. Its index is into the values of the lambda, and once compiled into those of the query.</summary>
internal sealed class CapturedExpression(int index, Type type) : Expression
{
    public int Index { get; } = index;
    public override Type Type { get; } = type;
    public override ExpressionType NodeType => ExpressionType.Extension;
    public override string ToString() => "(value)";
    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>Whether a list in hand holds an item, whichever of the many methods named Contains said so.</summary>
internal sealed class InListExpression(CapturedExpression list, Type elementType, Expression item) : Expression
{
    public CapturedExpression List { get; } = list;
    public Type ElementType { get; } = elementType;
    public Expression Item { get; } = item;
    public override Type Type => typeof(bool);
    public override ExpressionType NodeType => ExpressionType.Extension;
    public override string ToString() => $"(values).Contains({Item})";

    protected override Expression VisitChildren(ExpressionVisitor visitor)
    {
        var (list, item) = (visitor.Visit(List), visitor.Visit(Item));
        return list == List && item == Item ? this : new InListExpression((CapturedExpression)list, ElementType, item);
    }
}
