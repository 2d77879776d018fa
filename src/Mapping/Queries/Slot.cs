using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>Stands among the values of a compiled query for one that depends on its arguments.</summary>
internal sealed class Slot(Expression node, Func<object?, object?, object?> read, Func<object?, object?> finish)
{
    /// <param name="node">Needs no row, and names an argument.</param>
    /// <param name="finish">What becomes of the value before it is held on to.</param>
    public static Slot Of(Expression node, Func<object?, object?> finish) => new(node, Reader(node), finish);

    /// <exception cref="StatementException">The value could not be taken.</exception>
    public object? Read(Arguments arguments)
    {
        try
        {
            return finish(read(arguments.First, arguments.Second));
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw ValueTaker.Refused(node, error);
        }
    }

    public override string ToString() => $"({node})";

    private static Func<object?, object?, object?> Reader(Expression node) => node switch
    {
        ArgumentExpression { Index: 0 } => static (first, _) => first,
        ArgumentExpression => static (_, second) => second,
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when Evaluation.IsPlain(convert) => Reader(convert.Operand),
        UnaryExpression { NodeType: ExpressionType.Convert, Method.Name: "op_Implicit" } convert when convert.Type.IsAssignableTo(typeof(Relations.IToOneState)) => Reader(convert.Operand),
        _ => ArgumentExpression.Function(node),
    };
}
