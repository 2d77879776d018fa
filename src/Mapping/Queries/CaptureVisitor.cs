using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>Walks what is left of a lambda once its values are taken out: the largest parts that need no row are values, with C#'s own short cuts of <c>&amp;&amp;</c>, <c>||</c>, <c>?:</c> and <c>??</c>.</summary>
/// <remarks>Whoever walks a lambda meets the same values and decisions in the same order.</remarks>
internal abstract class CaptureVisitor : ExpressionVisitor
{
    /// <summary>How deeply an expression may be nested: beyond it nothing is visited, so that no stack runs out.</summary>
    public const int MaxDepth = 500;

    private int _depth;

    protected FreeParts Free { get; } = new();

    public override Expression? Visit(Expression? node)
    {
        if (node is null) return null;
        if (Free.IsFree(node, _depth)) return Value(node);
        if (++_depth > MaxDepth) throw TooDeep();
        Enter(node);
        var visited = base.Visit(node);
        _depth--;
        return visited;
    }

    internal static StatementException TooDeep() => new($"a lambda of a query is nested more than {MaxDepth} levels deep")
    {
        Hint = "for one value against many use list.Contains(x.Property); for many conditions chain Where",
    };

    internal static StatementException Unknown(Expression node) => new("a lambda of a query holds a node that C# has not") { Expression = node.ToString() };

    /// <summary>A part that needs a row, before what is in it.</summary>
    protected virtual void Enter(Expression node) { }

    /// <summary>A part that needs no row.</summary>
    protected abstract Expression Value(Expression node);

    /// <summary>A part that needs no row and decides what the lambda says: whether it is true, or null.</summary>
    protected abstract bool Decides(Expression node, bool isNull);

    /// <summary>Whether a list that needs no row holds something.</summary>
    protected abstract Expression InList(MethodCallExpression node, Expression list, Expression item);

    protected override Expression VisitBinary(BinaryExpression node)
    {
        switch (node.NodeType)
        {
            case ExpressionType.OrElse when IsTest(node):
                return Decides(node.Left, false) ? Expression.Constant(true) : Visit(node.Right)!;
            case ExpressionType.AndAlso when IsTest(node):
                return Decides(node.Left, false) ? Visit(node.Right)! : Expression.Constant(false);
            case ExpressionType.Coalesce when node.Conversion is null && node.Right.Type == node.Type && Free.IsFree(node.Left, _depth) && Decides(node.Left, true):
                return Visit(node.Right)!;
        }
        return base.VisitBinary(node);
    }

    protected override Expression VisitConditional(ConditionalExpression node) =>
        Free.IsFree(node.Test, _depth) ? Visit(Decides(node.Test, false) ? node.IfTrue : node.IfFalse)! : base.VisitConditional(node);

    protected sealed override Expression VisitMethodCall(MethodCallExpression node) =>
        ListMethods.IsContains(node, out var list, out var item) && Free.IsFree(list, _depth) ? InList(node, list, item) : VisitCall(node);

    /// <summary>Any call but one that asks whether a list in hand holds something.</summary>
    protected virtual Expression VisitCall(MethodCallExpression node) => base.VisitMethodCall(node);

    // Both hold a NewExpression that must stay one.
    protected override Expression VisitMemberInit(MemberInitExpression node) =>
        node.Update((NewExpression)VisitNew(node.NewExpression), Visit(node.Bindings, VisitMemberBinding));

    protected override Expression VisitListInit(ListInitExpression node) =>
        node.Update((NewExpression)VisitNew(node.NewExpression), Visit(node.Initializers, VisitElementInit));

    protected override Expression VisitExtension(Expression node) => throw Unknown(node);

    private bool IsTest(BinaryExpression node) => node.Type == typeof(bool) && Free.IsFree(node.Left, _depth);
}
