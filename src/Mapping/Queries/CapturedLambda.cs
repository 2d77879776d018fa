using System.Collections.Immutable;
using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>A lambda and the values around it, taken when it was given: what is left of it is a shape without values.</summary>
/// <param name="Lambda">Every part that needs no row is a <see cref="CapturedExpression"/>.</param>
/// <param name="IsConstant">All values are written in the lambda itself, so they are the same whenever it is looked at.</param>
internal sealed record CapturedLambda(LambdaExpression Lambda, ImmutableArray<object?> Values, bool IsConstant)
{
    /// <exception cref="StatementException">A value could not be taken, or the lambda is nested too deeply.</exception>
    public static CapturedLambda Of(LambdaExpression lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        var capture = new CaptureVisitor(lambda);
        var body = capture.Visit(lambda.Body)!;
        return new(Expression.Lambda(lambda.Type, body, lambda.Parameters), [.. capture.Values], capture.IsConstant);
    }

    /// <summary>The body, with indexes into the values of a whole query.</summary>
    public Expression Body(int offset) => new Rebase(offset).Visit(Lambda.Body);

    /// <summary>The lambda as it was, to be run on a value in hand.</summary>
    public Delegate Compile() => Expression.Lambda(Lambda.Type, new Restore(Values).Visit(Lambda.Body), Lambda.Parameters).Compile(preferInterpretation: true);

    public override string ToString() => Lambda.ToString();

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
