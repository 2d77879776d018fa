using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>Tells which parts of a lambda need no row, so that they have a value now.</summary>
internal sealed class FreeParts
{
    private readonly List<ParameterExpression> _own = [];

    /// <summary>Whether what was asked about last names a parameter of a compiled query. Known only where it is free.</summary>
    public bool HasArgument { get; private set; }

    /// <param name="node">A part of the lambda.</param>
    /// <param name="depth">How deep in the lambda it stands.</param>
    public bool IsFree(Expression node, int depth)
    {
        HasArgument = false;
        // A lambda has no value; what it is handed to may have one.
        return node.NodeType is not (ExpressionType.Lambda or ExpressionType.Quote) && !IsBound(node, depth) && node.Type != typeof(void);
    }

    private bool IsBound(Expression? node, int depth)
    {
        if (node is null) return false;
        if (depth > CaptureVisitor.MaxDepth) throw CaptureVisitor.TooDeep();
        switch (node.NodeType)
        {
            case ExpressionType.Constant: return false;
            case ExpressionType.Parameter: return !_own.Contains((ParameterExpression)node);
            case ExpressionType.MemberAccess:
                var member = (MemberExpression)node;
                return member.Expression is { } owner ? IsBound(owner, depth + 1) || member.Type.IsByRefLike : IsClock(member) || member.Type.IsByRefLike;
            case ExpressionType.Call:
                var call = (MethodCallExpression)node;
                return call.Method.DeclaringType == typeof(Sql) || IsBound(call.Object, depth + 1) || AnyBound(call, depth + 1) || call.Type.IsByRefLike;
            case ExpressionType.Lambda: return IsBodyBound((LambdaExpression)node, depth);
            case ExpressionType.Extension: return IsBoundExtension(node);
        }
        return node switch
        {
            BinaryExpression binary => IsBound(binary.Left, depth + 1) || IsBound(binary.Conversion, depth + 1) || IsBound(binary.Right, depth + 1),
            UnaryExpression unary => IsBound(unary.Operand, depth + 1) || unary.Type.IsByRefLike,
            ConditionalExpression choice => IsBound(choice.Test, depth + 1) || IsBound(choice.IfTrue, depth + 1) || IsBound(choice.IfFalse, depth + 1),
            NewExpression made => AnyBound(made, depth + 1) || made.Type.IsByRefLike,
            _ => new Parts(this, depth + 1).AnyBound(node) || node.Type.IsByRefLike,
        };
    }

    private bool AnyBound(IArgumentProvider call, int depth)
    {
        for (var i = 0; i < call.ArgumentCount; i++)
            if (IsBound(call.GetArgument(i), depth)) return true;
        return false;
    }

    private bool IsBodyBound(LambdaExpression lambda, int depth)
    {
        var outer = _own.Count;
        _own.AddRange(lambda.Parameters);
        var isBound = IsBound(lambda.Body, depth + 1);
        _own.RemoveRange(outer, _own.Count - outer);
        return isBound;
    }

    private bool IsBoundExtension(Expression node)
    {
        if (node is not ArgumentExpression) throw CaptureVisitor.Unknown(node);
        HasArgument = true;
        return false;
    }

    // The server's clock.
    private static bool IsClock(MemberExpression member) =>
        (member.Member.DeclaringType == typeof(DateTime) || member.Member.DeclaringType == typeof(DateTimeOffset)) && member.Member.Name is "Now" or "UtcNow" or "Today";

    /// <summary>The children of a node of any other kind.</summary>
    private sealed class Parts(FreeParts free, int depth) : ExpressionVisitor
    {
        private bool _isBound;

        public bool AnyBound(Expression node)
        {
            base.Visit(node);
            return _isBound;
        }

        public override Expression? Visit(Expression? node)
        {
            _isBound = _isBound || free.IsBound(node, depth);
            return node;
        }
    }
}
