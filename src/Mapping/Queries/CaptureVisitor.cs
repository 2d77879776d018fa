using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using AkkaOrm.Relations;

namespace AkkaOrm.Queries;

/// <summary>Takes the values out of a lambda: the largest parts that need no row are evaluated now, with C#'s own short cuts of <c>&amp;&amp;</c>, <c>||</c>, <c>?:</c> and <c>??</c>.</summary>
internal sealed class CaptureVisitor : ExpressionVisitor
{
    /// <summary>How deeply an expression may be nested: beyond it nothing is visited, so that no stack runs out.</summary>
    public const int MaxDepth = 500;

    private readonly HashSet<Expression> _free;
    private int _depth;

    public CaptureVisitor(LambdaExpression lambda)
    {
        var finder = new FreeParts();
        finder.Visit(lambda.Body);
        _free = finder.Found;
    }

    public List<object?> Values { get; } = [];
    public bool IsConstant { get; private set; } = true;

    public override Expression? Visit(Expression? node)
    {
        if (node is null) return null;
        if (_free.Contains(node)) return Capture(node);
        if (++_depth > MaxDepth) throw TooDeep();
        var visited = base.Visit(node);
        _depth--;
        return visited;
    }

    internal static StatementException TooDeep() => new($"a lambda of a query is nested more than {MaxDepth} levels deep")
    {
        Hint = "for one value against many use list.Contains(x.Property); for many conditions chain Where",
    };

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (_free.Contains(node.Left))
        {
            switch (node.NodeType)
            {
                case ExpressionType.OrElse when node.Type == typeof(bool):
                    return Take(node.Left) is true ? Expression.Constant(true) : Visit(node.Right)!;
                case ExpressionType.AndAlso when node.Type == typeof(bool):
                    return Take(node.Left) is true ? Visit(node.Right)! : Expression.Constant(false);
                case ExpressionType.Coalesce when node.Conversion is null && Take(node.Left) is null && node.Right.Type == node.Type:
                    return Visit(node.Right)!;
            }
        }
        return base.VisitBinary(node);
    }

    protected override Expression VisitConditional(ConditionalExpression node) =>
        _free.Contains(node.Test) ? Visit(Take(node.Test) is true ? node.IfTrue : node.IfFalse)! : base.VisitConditional(node);

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (!ListMethods.IsContains(node, out var list, out var item)) return base.VisitMethodCall(node);
        if (!_free.Contains(list)) return base.VisitMethodCall(node);
        var values = Take(list) as IEnumerable ?? throw new StatementException("the list of a Contains is null") { Expression = node.ToString() };
        if (ListMethods.HasComparer(values)) throw new StatementException("the set of a Contains compares in a way of its own, which the server does not know") { Expression = node.ToString() };
        Values.Add(ListTypes.Copy(values));
        return new InListExpression(new CapturedExpression(Values.Count - 1, typeof(object)), ListTypes.ElementOf(list.Type) ?? typeof(object), Visit(item)!);
    }

    // Both hold a NewExpression that must stay one.
    protected override Expression VisitMemberInit(MemberInitExpression node) =>
        node.Update((NewExpression)VisitNew(node.NewExpression), Visit(node.Bindings, VisitMemberBinding));

    protected override Expression VisitListInit(ListInitExpression node) =>
        node.Update((NewExpression)VisitNew(node.NewExpression), Visit(node.Initializers, VisitElementInit));

    private CapturedExpression Capture(Expression node)
    {
        var value = Take(node);
        if (value is IToOneState relation)
        {
            value = relation switch
            {
                { IsNone: true } => null,
                { Target: { } target } => target,
                { Key: { } key, TemporaryEntity: null } => new RelatedKey(key, null),
                _ => throw new StatementException("a relation that is not loaded, or of an entity that has no key yet, is compared with") { Expression = node.ToString() },
            };
        }
        else if (value is RelatedKey { IsTemporary: true })
        {
            throw new StatementException("the key of a new entity is compared with, which no row has yet") { Expression = node.ToString() };
        }
        else if (value is Array array) value = array.Clone();
        Values.Add(value);
        return new CapturedExpression(Values.Count - 1, node.Type);
    }

    private object? Take(Expression node)
    {
        if (node is not ConstantExpression && ConstantPart(node) is null) IsConstant = false;
        try
        {
            return Evaluate(node);
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            throw new StatementException($"a value of a lambda could not be taken: {cause.GetType().Name}", cause) { Expression = node.ToString() };
        }
    }

    private static object? Evaluate(Expression node) => node switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(Owner(member)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(Owner(member)),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when IsPlain(convert) => Evaluate(convert.Operand),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when Widened(convert) is { } target => Evaluate(convert.Operand) is { } value ? Convert.ChangeType(value, target, CultureInfo.InvariantCulture) : null,
        NewExpression { Constructor: { } constructor, Members: null } made when IsSimple(constructor) => constructor.Invoke([.. made.Arguments.Select(Evaluate)]),
        MethodCallExpression call when IsSimple(call.Method) => call.Method.Invoke(call.Object is null ? null : Evaluate(call.Object) ?? throw new NullReferenceException(), [.. call.Arguments.Select(Evaluate)]),
        // An entity or a key for a relation: what is compared is its key.
        UnaryExpression { NodeType: ExpressionType.Convert, Method.Name: "op_Implicit" } convert when convert.Type.IsAssignableTo(typeof(IToOneState)) => Evaluate(convert.Operand),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile(preferInterpretation: true)(),
    };

    private static object? Owner(MemberExpression member) =>
        member.Expression is null ? null : Evaluate(member.Expression) ?? throw new NullReferenceException();

    // Boxing, references upwards, and T to T?: the object stays what it is.
    private static bool IsPlain(UnaryExpression convert) =>
        convert.Type.IsAssignableFrom(convert.Operand.Type) || Nullable.GetUnderlyingType(convert.Type) == convert.Operand.Type;

    // An enum to its number, an int to a wider one: what the compiler puts around variables in comparisons.
    private static Type? Widened(UnaryExpression convert)
    {
        var (from, to) = (Nullable.GetUnderlyingType(convert.Operand.Type) ?? convert.Operand.Type, Nullable.GetUnderlyingType(convert.Type) ?? convert.Type);
        return (from.IsEnum && Enum.GetUnderlyingType(from) == to) || (from == typeof(int) && (to == typeof(long) || to == typeof(double))) ? to : null;
    }

    private static bool IsSimple(MethodBase method) => !method.IsGenericMethodDefinition && Array.TrueForAll(method.GetParameters(), p => !p.ParameterType.IsByRef && !p.ParameterType.IsByRefLike);

    private static ConstantExpression? ConstantPart(Expression node) => node switch
    {
        ConstantExpression constant => constant,
        UnaryExpression { NodeType: ExpressionType.Convert } convert => ConstantPart(convert.Operand),
        _ => null,
    };
}
