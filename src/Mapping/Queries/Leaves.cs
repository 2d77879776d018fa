using System.Linq.Expressions;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>Parts what a Select makes into what SQL reads (its leaves) and what C# constructs of it: <c>new</c>, initialisers, conversions, and a choice between constructed values.</summary>
internal sealed class Leaves(ExpressionTranslator translator, Func<SqlExpression, Type, Expression> replace)
{
    public Expression Visit(Expression node)
    {
        node = Place.Simplified(node);
        switch (node)
        {
            case NewExpression made when IsConstruction(made.Type): return made.Update(made.Arguments.Select(Visit));
            case MemberInitExpression made:
                return made.Update((NewExpression)Visit(made.NewExpression), made.Bindings.Select(b => b is MemberAssignment assignment
                    ? assignment.Update(Visit(assignment.Expression))
                    : throw ExpressionTranslator.Refused(node, "only plain assignments can stand in an initialiser")));
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array: return array.Update(array.Expressions.Select(Visit));
            case ListInitExpression list: return list.Update((NewExpression)Visit(list.NewExpression), list.Initializers.Select(i => i.Update(i.Arguments.Select(Visit))));
            case CapturedExpression: return node;
            case ConstantExpression: return node;
            case ConditionalExpression choice when IsConstructed(choice.IfTrue) || IsConstructed(choice.IfFalse):
                return Expression.Condition(replace(ExpressionTranslator.AsValue(translator.Condition(choice.Test)), typeof(bool)), Visit(choice.IfTrue), Visit(choice.IfFalse), choice.Type);
            case UnaryExpression { NodeType: ExpressionType.Convert } convert when IsConstructed(convert.Operand): return convert.Update(Visit(convert.Operand));
            // T to T?: what is behind an empty relation is then null rather than an error.
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } lifted when Nullable.GetUnderlyingType(lifted.Type) == lifted.Operand.Type: return replace(translator.Scalar(lifted.Operand), lifted.Type);
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } boxed when !boxed.Type.IsValueType: return boxed.Update(Visit(boxed.Operand));
            default: return replace(translator.Scalar(node), node.Type);
        }
    }

    private static bool IsConstructed(Expression node) => Place.Simplified(node) switch
    {
        NewExpression or MemberInitExpression or NewArrayExpression or ListInitExpression => true,
        ConditionalExpression choice => IsConstructed(choice.IfTrue) || IsConstructed(choice.IfFalse),
        UnaryExpression { NodeType: ExpressionType.Convert } convert => IsConstructed(convert.Operand),
        _ => false,
    };

    // new DateTime(x.Year, 1, 1) computes; it does not construct an answer.
    private static bool IsConstruction(Type type) => type.Assembly != typeof(object).Assembly || type.FullName!.StartsWith("System.Tuple`", StringComparison.Ordinal) || type.FullName.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || type.FullName.StartsWith("System.Collections.Generic.", StringComparison.Ordinal);
}
