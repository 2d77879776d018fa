using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using AkkaOrm.Relations;

namespace AkkaOrm.Queries;

/// <summary>Takes the values out of a lambda, and decides what of it is left.</summary>
internal sealed class ValueTaker : CaptureVisitor
{
    [ThreadStatic] private static ValueTaker? _spare;

    private readonly List<object?> _values = [];
    private readonly List<bool> _decisions = [];
    private Arguments? _arguments;
    private bool _isConstant, _isDecidedByArguments;

    /// <param name="lambda">The lambda as it was given.</param>
    /// <param name="arguments">What a compiled query was called with; without them a value that depends on an argument is a <see cref="Slot"/>.</param>
    public static CapturedLambda Of(LambdaExpression lambda, Arguments? arguments)
    {
        // Reading a value may make another query, so the one in hand is not the spare any more.
        var taker = _spare ?? new ValueTaker();
        _spare = null;
        taker._arguments = arguments;
        taker._isConstant = true;
        taker.Visit(lambda.Body);
        var captured = new CapturedLambda(lambda, [.. taker._values], [.. taker._decisions], taker._isConstant, taker._isDecidedByArguments);
        taker._values.Clear();
        taker._decisions.Clear();
        (taker._arguments, taker._isDecidedByArguments) = (null, false);
        _spare = taker;
        return captured;
    }

    // Nothing is changed on the way, whatever was decided.
    public override Expression? Visit(Expression? node)
    {
        base.Visit(node);
        return node;
    }

    protected override Expression Value(Expression node)
    {
        _values.Add(IsLater() ? Slot.Of(node, value => Settled(value, node)) : Settled(Take(node), node));
        return node;
    }

    protected override bool Decides(Expression node, bool isNull)
    {
        var isLater = IsLater();
        _isDecidedByArguments |= isLater;
        var decision = !isLater && (isNull ? Take(node) is null : Take(node) is true);
        _decisions.Add(decision);
        return decision;
    }

    protected override Expression InList(MethodCallExpression node, Expression list, Expression item)
    {
        _values.Add(IsLater() ? Slot.Of(list, value => Listed(value, node)) : Listed(Take(list), node));
        Visit(item);
        return node;
    }

    /// <summary>What can be held on to, and compared with a column.</summary>
    private static object? Settled(object? value, Expression node) => value switch
    {
        null or string => value,
        IToOneState { IsNone: true } => null,
        IToOneState { Target: { } target } => target,
        IToOneState { Key: { } key, TemporaryEntity: null } => new RelatedKey(key, null),
        IToOneState => throw new StatementException("a relation that is not loaded, or of an entity that has no key yet, is compared with") { Expression = node.ToString() },
        RelatedKey { IsTemporary: true } => throw new StatementException("the key of a new entity is compared with, which no row has yet") { Expression = node.ToString() },
        Array array => array.Clone(),
        _ => value,
    };

    private static object?[] Listed(object? value, Expression node)
    {
        var values = value as IEnumerable ?? throw new StatementException("the list of a Contains is null") { Expression = node.ToString() };
        if (ListMethods.HasComparer(values)) throw new StatementException("the set of a Contains compares in a way of its own, which the server does not know") { Expression = node.ToString() };
        return ListTypes.Copy(values);
    }

    /// <summary>Whether the part that was just found to be free has its value only when the compiled query is called.</summary>
    private bool IsLater()
    {
        if (!Free.HasArgument) return false;
        _isConstant = false;
        return _arguments is null;
    }

    private object? Take(Expression node)
    {
        if (node is not ConstantExpression && ConstantPart(node) is null) _isConstant = false;
        try
        {
            return Evaluation.Of(_arguments is { } arguments ? ArgumentExpression.Given(node, arguments) : node);
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw Refused(node, error);
        }
    }

    internal static StatementException Refused(Expression node, Exception error)
    {
        var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
        return new($"a value of a lambda could not be taken: {cause.GetType().Name}", cause) { Expression = node.ToString() };
    }

    private static ConstantExpression? ConstantPart(Expression node) => node switch
    {
        ConstantExpression constant => constant,
        UnaryExpression { NodeType: ExpressionType.Convert } convert => ConstantPart(convert.Operand),
        _ => null,
    };
}
