using System.Collections.Immutable;
using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>A lambda and the values around it, taken when it was given: what is left of it is a shape without values.</summary>
/// <param name="given">The lambda as it was given.</param>
/// <param name="values">What its parts that need no row are, in the order a <see cref="CaptureVisitor"/> meets them; of a compiled query a <see cref="Slot"/> where it depends on an argument.</param>
/// <param name="decisions">Which way the values decided, in the same order.</param>
/// <param name="isConstant">All values are written in the lambda itself, so they are the same whenever it is looked at.</param>
/// <param name="isDecidedByArguments">What is left of it depends on the arguments of a compiled query.</param>
internal sealed class CapturedLambda(LambdaExpression given, ImmutableArray<object?> values, ImmutableArray<bool> decisions, bool isConstant, bool isDecidedByArguments)
{
    public LambdaExpression Given { get; } = given;
    public ImmutableArray<object?> Values { get; } = values;
    public ImmutableArray<bool> Decisions { get; } = decisions;
    public bool IsConstant { get; } = isConstant;
    public bool IsDecidedByArguments { get; } = isDecidedByArguments;

    /// <summary>What is left: every part that needs no row is a <see cref="CapturedExpression"/>.</summary>
    public LambdaExpression Lambda => field ??= Expression.Lambda(Given.Type, new Remainder(Decisions).Visit(Given.Body)!, Given.Parameters);

    /// <exception cref="StatementException">A value could not be taken, or the lambda is nested too deeply.</exception>
    public static CapturedLambda Of(LambdaExpression lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        return ValueTaker.Of(lambda, null);
    }

    /// <summary>What is left of it, with other values that decide the same.</summary>
    public CapturedLambda With(ImmutableArray<object?> others) => new(Given, others, Decisions, IsConstant, false);

    /// <summary>Taken anew with the arguments of a compiled query.</summary>
    public CapturedLambda With(Arguments arguments) => ValueTaker.Of(Given, arguments);

    /// <summary>The body, with indexes into the values of a whole query.</summary>
    public Expression Body(int offset) => new Rebase(offset).Visit(Lambda.Body);

    /// <summary>The lambda as it was, to be run on a value in hand.</summary>
    public Delegate Compile() => Expression.Lambda(Lambda.Type, new Restore(Values).Visit(Lambda.Body), Lambda.Parameters).Compile(preferInterpretation: true);

    public override string ToString() => Lambda.ToString();

    private sealed class Remainder(ImmutableArray<bool> decisions) : CaptureVisitor
    {
        private int _values, _decisions;

        protected override Expression Value(Expression node) => new CapturedExpression(_values++, node.Type);

        protected override bool Decides(Expression node, bool isNull) => decisions[_decisions++];

        protected override Expression InList(MethodCallExpression node, Expression list, Expression item) =>
            new InListExpression(new CapturedExpression(_values++, typeof(object)), ListTypes.ElementOf(list.Type) ?? typeof(object), Visit(item)!);
    }

    private sealed class Rebase(int offset) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) =>
            node is CapturedExpression value ? new CapturedExpression(value.Index + offset, value.Type) : base.VisitExtension(node);
    }

    private sealed class Restore(ImmutableArray<object?> values) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            CapturedExpression value => Expression.Constant(values[value.Index], value.Type),
            InListExpression list => Expression.Call(((Func<object?[], object?, bool>)Contains).Method, Expression.Constant(values[list.List.Index]), Expression.Convert(Visit(list.Item), typeof(object))),
            _ => base.VisitExtension(node),
        };

        private static bool Contains(object?[] list, object? item) => Array.IndexOf(list, item) >= 0;
    }
}
