using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>A parameter of a compiled query, in the place where the lambda names it.</summary>
internal sealed class ArgumentExpression(int index, Type type, string? name) : Expression
{
    public int Index { get; } = index;
    public override Type Type { get; } = type;
    public override ExpressionType NodeType => ExpressionType.Extension;
    public override string ToString() => name ?? "(argument)";
    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;

    /// <summary>The body of a lambda with an argument for each of its parameters.</summary>
    public static Expression BodyOf(LambdaExpression lambda) => new Parameters(lambda).Visit(lambda.Body);

    /// <summary>The first argument that an expression names; null when it names none.</summary>
    public static ArgumentExpression? In(Expression node)
    {
        var search = new Search();
        search.Visit(node);
        return search.Found;
    }

    /// <summary>The expression with the arguments' values in it.</summary>
    public static Expression Given(Expression node, Arguments arguments) =>
        new Replacement(a => Constant(arguments.At(a.Index), a.Type)).Visit(node);

    /// <summary>The expression as a function of the arguments, boxed.</summary>
    public static Func<object?, object?, object?> Function(Expression node)
    {
        var given = (ParameterExpression[])[Parameter(typeof(object)), Parameter(typeof(object))];
        var body = new Replacement(a => Convert(given[a.Index], a.Type)).Visit(node);
        return Lambda<Func<object?, object?, object?>>(Convert(body, typeof(object)), given).Compile();
    }

    private sealed class Parameters(LambdaExpression lambda) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node)
        {
            var index = lambda.Parameters.IndexOf(node);
            return index < 0 ? node : new ArgumentExpression(index, node.Type, node.Name);
        }
    }

    private sealed class Replacement(Func<ArgumentExpression, Expression> replace) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node is ArgumentExpression argument ? replace(argument) : base.VisitExtension(node);
    }

    private sealed class Search : ExpressionVisitor
    {
        public ArgumentExpression? Found { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            Found ??= node as ArgumentExpression;
            return node;
        }
    }
}

/// <summary>What a compiled query was called with.</summary>
internal readonly record struct Arguments(object? First, object? Second)
{
    public object? At(int index) => index == 0 ? First : Second;
}
