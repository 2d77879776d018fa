using System.Linq.Expressions;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Queries;

/// <summary>From a lambda's body to SQL. What has no counterpart is refused by name.</summary>
internal sealed partial class ExpressionTranslator(Translation translation)
{
    /// <summary>A value.</summary>
    /// <param name="expression">What to translate.</param>
    /// <param name="hint">The type of what it is compared or combined with: what a captured value is sent as.</param>
    public SqlExpression Scalar(Expression expression, TypeMapping? hint = null)
    {
        expression = Place.Simplified(expression);
        switch (expression)
        {
            case CapturedExpression value: return Parameter(value, hint);
            case SqlNodeExpression node: return node.Sql;
            case ConstantExpression { Value: bool constant }: return constant ? SqlLiteral.True : SqlLiteral.False;
            case InListExpression: return AsValue(Condition(expression));
            case UnaryExpression unary: return Unary(unary, hint);
            case BinaryExpression binary: return Binary(binary, hint);
            case ConditionalExpression choice: return Choice(choice, hint);
        }
        if (Place.Of(translation, expression) is { } place)
        {
            return place switch
            {
                Place.Column column => column.Sql,
                Place.DeferredColumn => throw Refused(expression, "a deferred column is named by its Value"),
                Place.Related { Relation.Kind: not Models.RelationKind.ToOne } => throw Refused(expression, "a collection is no value: ask for Count, Any, All, or a value of it"),
                Place.ValueObject => throw Refused(expression, "a value object is no value: name a member of it"),
                _ => throw Refused(expression, "an entity is no value: name a property of it, compare it, or Include it"),
            };
        }
        return expression switch
        {
            MemberExpression member => Member(member, hint),
            MethodCallExpression call => Method(call, hint),
            _ => throw Refused(expression),
        };
    }

    /// <summary>A condition: true where it holds. Where it does not it may also be null, which WHERE and CASE take for false.</summary>
    /// <param name="expression">What to translate.</param>
    /// <param name="negate">Its opposite: NOT is carried inwards, so that null never hides behind it.</param>
    public SqlExpression Condition(Expression expression, bool negate = false)
    {
        expression = Place.Simplified(expression);
        switch (expression)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso } and: return Join(negate, Condition(and.Left, negate), Condition(and.Right, negate));
            case BinaryExpression { NodeType: ExpressionType.OrElse } or: return Join(!negate, Condition(or.Left, negate), Condition(or.Right, negate));
            case BinaryExpression { NodeType: ExpressionType.And } both when both.Type == typeof(bool): return Join(negate, Condition(both.Left, negate), Condition(both.Right, negate));
            case BinaryExpression { NodeType: ExpressionType.Or } either when either.Type == typeof(bool): return Join(!negate, Condition(either.Left, negate), Condition(either.Right, negate));
            case BinaryExpression { NodeType: ExpressionType.ExclusiveOr } differ when differ.Type == typeof(bool): return Equal(Scalar(differ.Left), Scalar(differ.Right), !negate);
            case UnaryExpression { NodeType: ExpressionType.Not } not when not.Type == typeof(bool): return Condition(not.Operand, !negate);
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when convert.Type == typeof(bool) && convert.Operand.Type == typeof(bool): return Condition(convert.Operand, negate);
            case BinaryExpression { NodeType: ExpressionType.Equal or ExpressionType.NotEqual } equality:
                return Equality(equality.Left, equality.Right, negate ^ (equality.NodeType == ExpressionType.NotEqual), equality);
            case BinaryExpression { NodeType: ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual } order:
                return Comparison(order, negate);
            case ConstantExpression { Value: bool constant }: return constant ^ negate ? SqlLiteral.True : SqlLiteral.False;
            case InListExpression list: return InList(list, negate);
            case MemberExpression { Member.Name: "HasValue", Expression: { } owner }: return IsNull(owner, !negate, expression);
            case MethodCallExpression call when Predicate(call, negate) is { } predicate: return predicate;
        }
        return Negated(Scalar(expression, SqlTypes.Boolean), negate);
    }

    /// <summary>What an OrderBy names: a value, or several in an anonymous type.</summary>
    public IEnumerable<SqlExpression> OrderKeys(Expression key) => Place.Simplified(key) is NewExpression { Members: not null } several ? several.Arguments.SelectMany(OrderKeys) : [OrderKey(key)];

    private SqlExpression OrderKey(Expression key)
    {
        var sql = Scalar(Unwrapped(key));
        RefuseOrder(sql, key);
        return sql;
    }

    internal static StatementException Refused(Expression expression, string? why = null) =>
        new(why is null ? $"{expression} cannot be translated to SQL" : $"{expression} cannot be translated to SQL: {why}")
        {
            Expression = expression.ToString(),
            Hint = why is null ? "compute it before the query and put the value in, or after FetchAsync on what came back" : null,
        };

    internal static SqlExpression Join(bool isOr, SqlExpression left, SqlExpression right)
    {
        var (neutral, absorbing) = isOr ? (SqlLiteral.False, SqlLiteral.True) : (SqlLiteral.True, SqlLiteral.False);
        if (left == absorbing || right == absorbing) return absorbing;
        if (left == neutral) return right;
        return right == neutral ? left : SqlBinary.Of(isOr ? SqlOperator.Or : SqlOperator.And, left, right, SqlTypes.Boolean);
    }

    /// <summary>A condition as a value, which in C# is true or false and nothing else.</summary>
    internal static SqlExpression AsValue(SqlExpression condition) => condition.IsNullable ? new SqlTest(condition, "IS TRUE") : condition;

    private static SqlExpression Negated(SqlExpression condition, bool negate)
    {
        if (!negate) return condition;
        return condition.IsNullable ? new SqlTest(condition, "IS NOT TRUE") : new SqlPrefix(SqlOperator.Not, condition);
    }

    private SqlExpression Choice(ConditionalExpression choice, TypeMapping? hint)
    {
        var test = Condition(choice.Test);
        if (test == SqlLiteral.True) return Scalar(choice.IfTrue, hint);
        if (test == SqlLiteral.False) return Scalar(choice.IfFalse, hint);
        var (then, @else) = Pair(choice.IfTrue, choice.IfFalse, hint);
        return new SqlCase(test, then, @else);
    }

    /// <summary>Two values of one type: the one that has a type of its own gives it to the other.</summary>
    private (SqlExpression Left, SqlExpression Right) Pair(Expression left, Expression right, TypeMapping? hint = null)
    {
        if (!IsCaptured(left))
        {
            var first = Scalar(left, hint);
            return (first, Scalar(right, first.Type));
        }
        var second = Scalar(right, hint);
        return (Scalar(left, second.Type), second);
    }

    private static bool IsCaptured(Expression expression) => expression switch
    {
        CapturedExpression => true,
        UnaryExpression { NodeType: ExpressionType.Convert } convert => IsCaptured(convert.Operand),
        MemberExpression { Expression: null } => true,
        MethodCallExpression { Object: MemberExpression { Expression: null } } => true,
        _ => false,
    };
}
