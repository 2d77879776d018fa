using System.Linq.Expressions;
using System.Reflection;

namespace AkkaOrm.Queries;

/// <summary>Makes the query that the lambda of a compiled query describes. What needs no argument is simply run, once.</summary>
internal sealed class TemplateReader
{
    private readonly Dictionary<ParameterExpression, Query> _shapes = [];

    public Query Read(Expression node)
    {
        if (node is ParameterExpression parameter && _shapes.TryGetValue(parameter, out var shape)) return shape;
        if (!Depends(node)) return Run(node) as Query ?? throw new StatementException("the lambda of a compiled query made no query, but null") { Expression = node.ToString() };
        return node switch
        {
            UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } cast when IsQuery(cast.Operand) => Read(cast.Operand),
            MethodCallExpression { Object: { } receiver } call when IsQuery(receiver) => Continued(call, Read(receiver)),
            MethodCallExpression call when Enumerable.Range(0, call.Arguments.Count).Any(i => IsQuery(call.Arguments[i])) => (Query)Invoked(call, null, Given(call)),
            _ => throw Refused(node, "it is made of the methods of a query, one after the other"),
        };
    }

    /// <summary>One more clause.</summary>
    private Query Continued(MethodCallExpression call, Query query)
    {
        if (call.Arguments is [var only] && ArgumentExpression.In(only) is not null)
        {
            switch (call.Method.Name)
            {
                case nameof(Query<>.Skip): return query.Then(new Clause.Skip(Count(only)));
                case nameof(Query<>.Take): return query.Then(new Clause.Take(Count(only)));
                case nameof(OrderedQuery<>.After) when query is IOrderedQuery ordered: return ordered.After(only);
            }
        }
        return (Query)Invoked(call, query, Given(call));
    }

    private object?[] Given(MethodCallExpression call) => [.. call.Arguments.Select(argument => Given(call, argument))];

    private object? Given(MethodCallExpression call, Expression argument)
    {
        if (IsQuery(argument)) return Read(argument);
        // A lambda about rows is looked into when it becomes a clause.
        if (argument is UnaryExpression { NodeType: ExpressionType.Quote, Operand: var quoted }) return quoted;
        if (!Depends(argument)) return Run(argument);
        if (argument is LambdaExpression { Parameters: [var rows], Body: var body } shape && shape.Type == typeof(Func<,>).MakeGenericType(rows.Type, rows.Type) && IsQuery(rows)) return Shape(shape, rows, body);
        throw Refused(call, call.Method.DeclaringType is { IsGenericType: true } type && type.GetGenericTypeDefinition() is var generic && (generic == typeof(Query<>) || generic == typeof(OrderedQuery<>))
            ? $"what {call.Method.Name} is given decides which SQL is sent, so it cannot be an argument"
            : $"{call.Method.Name} is a function of its own, and nobody knows what it does with the argument");
    }

    /// <summary>The shape of an Include: run on the rows of the relation now, with arguments left open in it.</summary>
    private Delegate Shape(LambdaExpression shape, ParameterExpression rows, Expression body)
    {
        var entity = rows.Type.GetGenericArguments()[0];
        _shapes[rows] = (Query)typeof(Query).GetMethod(nameof(Query.From))!.MakeGenericMethod(entity).Invoke(null, null)!;
        var shaped = Read(body);
        return Expression.Lambda(shape.Type, Expression.Constant(shaped, rows.Type), rows).Compile(preferInterpretation: true);
    }

    private static Slot Count(Expression rows) => Slot.Of(rows, static count => (long)Math.Max((int)count!, 0));

    private bool Depends(Expression node) => ArgumentExpression.In(node) is not null || new Mentions(_shapes).In(node);

    private static bool IsQuery(Expression node) => node.Type.IsAssignableTo(typeof(Query));

    private static object? Run(Expression node)
    {
        try
        {
            return Evaluation.Of(node);
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw error is TargetInvocationException { InnerException: AkkaOrmException inner } ? inner : ValueTaker.Refused(node, error);
        }
    }

    private static object Invoked(MethodCallExpression call, Query? query, object?[] given)
    {
        try
        {
            return call.Method.Invoke(query, given) ?? throw new StatementException($"{call.Method.Name} made no query, but null") { Expression = call.ToString() };
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            throw inner as AkkaOrmException ?? new StatementException($"{call.Method.Name} failed while a query was compiled: {inner.GetType().Name}", inner) { Expression = call.ToString() };
        }
    }

    private static StatementException Refused(Expression node, string why) => new($"{node} cannot be compiled: {why}")
    {
        Expression = node.ToString(),
        Hint = "use the argument as a value inside Where, Select, OrderBy, Skip, Take, After or the shape of an Include; or make the query anew each time, without Compile",
    };

    private sealed class Mentions(Dictionary<ParameterExpression, Query> shapes) : ExpressionVisitor
    {
        private bool _found;

        public bool In(Expression node)
        {
            Visit(node);
            return _found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found |= shapes.ContainsKey(node);
            return node;
        }

        protected override Expression VisitExtension(Expression node) => node;
    }
}
