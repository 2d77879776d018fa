using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>Finds the parts of a lambda that need no row, so that they have a value now.</summary>
internal sealed class FreeParts : ExpressionVisitor
{
    private Part _part = new();
    private int _depth;

    public HashSet<Expression> Found { get; } = new(ReferenceEqualityComparer.Instance);

    public override Expression? Visit(Expression? node)
    {
        if (node is null) return null;
        if (++_depth > CaptureVisitor.MaxDepth) throw CaptureVisitor.TooDeep();
        var outer = _part;
        _part = new Part();
        base.Visit(node);
        if (IsServers(node)) _part.IsBound = true;
        if (_part is { IsBound: false, Parameters: null or { Count: 0 } } && !IsNoValue(node)) Found.Add(node);
        outer.Take(_part);
        _part = outer;
        _depth--;
        return node;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        (_part.Parameters ??= []).Add(node);
        return node;
    }

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        Visit(node.Body);
        foreach (var parameter in node.Parameters) _part.Parameters?.Remove(parameter);
        return node;
    }

    protected override Expression VisitExtension(Expression node) => throw new StatementException("a lambda of a query holds a node that C# has not") { Expression = node.ToString() };

    // The array inside has a value, the span around it has none that could be held.
    private static bool IsNoValue(Expression node) =>
        node.Type.IsByRefLike || node.Type == typeof(void) || node is LambdaExpression or { NodeType: ExpressionType.Quote };

    /// <summary>The server's clock, and what only the server can do.</summary>
    private static bool IsServers(Expression node) => node switch
    {
        MemberExpression { Expression: null, Member: { Name: "Now" or "UtcNow" or "Today", DeclaringType: var type } } => type == typeof(DateTime) || type == typeof(DateTimeOffset),
        MethodCallExpression call => call.Method.DeclaringType == typeof(Sql),
        _ => node.Type.IsByRefLike,
    };

    private sealed class Part
    {
        public bool IsBound { get; set; }
        public HashSet<ParameterExpression>? Parameters { get; set; }

        public void Take(Part inner)
        {
            IsBound |= inner.IsBound;
            if (inner.Parameters is not { Count: > 0 } parameters) return;
            if (Parameters is null) Parameters = parameters;
            else Parameters.UnionWith(parameters);
        }
    }
}
