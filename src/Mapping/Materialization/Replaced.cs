using System.Linq.Expressions;

namespace AkkaOrm.Materialization;

/// <summary>A one-parameter lambda's body with another expression in the place of the parameter.</summary>
internal sealed class Replaced(ParameterExpression parameter, Expression replacement) : ExpressionVisitor
{
    public static Expression In(LambdaExpression lambda, Expression argument)
    {
        var parameter = lambda.Parameters[0];
        var given = argument.Type == parameter.Type ? argument : Expression.Convert(argument, parameter.Type);
        var variable = Expression.Variable(parameter.Type);
        return Expression.Block([variable], Expression.Assign(variable, given), new Replaced(parameter, variable).Visit(lambda.Body));
    }

    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? replacement : node;
}
