using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>Questions about a to-many relation: correlated subqueries.</summary>
internal sealed partial class ExpressionTranslator
{
    /// <summary>Any, All, Contains of a collection; null when the call is about something else.</summary>
    private SqlExpression? Exists(MethodCallExpression call, bool negate)
    {
        var arguments = Arguments(call);
        if (arguments.Length == 0 || call.Method.Name is not ("Any" or "All" or "Contains") || Rows(arguments[0]) is not { } rows) return null;
        switch (call.Method.Name)
        {
            case "Any" when arguments.Length == 2: rows.Where(Lambda(arguments[1])); break;
            case "All":
                rows.Where(Lambda(arguments[1]), negate: true);
                negate = !negate;
                break;
            case "Contains": rows.Where(element => Equality(element, arguments[1], false, call)); break;
        }
        return Negated(new SqlExists(rows.One()), negate);
    }

    /// <summary>Count, Sum, Max, Min, First… of a collection; null when the expression is about something else.</summary>
    private SqlExpression? Collection(Expression expression)
    {
        if (expression is MemberExpression { Member.Name: "Count", Expression: { } owner }) return Rows(owner)?.Aggregate(AggregateKind.Count, null);
        if (expression is not MethodCallExpression call) return null;
        var arguments = Arguments(call);
        if (arguments.Length == 0 || Rows(arguments[0]) is not { } rows) return null;
        var lambda = arguments.Length > 1 ? Lambda(arguments[1]) : null;
        switch (call.Method.Name)
        {
            case "Count" or "LongCount":
                if (lambda is not null) rows.Where(lambda);
                return rows.Aggregate(AggregateKind.Count, null, call.Type);
            case "Sum": return rows.Aggregate(AggregateKind.Sum, lambda, call.Type);
            case "Max": return rows.Aggregate(AggregateKind.Max, lambda, call.Type);
            case "Min": return rows.Aggregate(AggregateKind.Min, lambda, call.Type);
            case "FirstOrDefault" or "First":
                if (lambda is not null) rows.Where(lambda);
                return rows.First();
            default: throw Refused(call);
        }
    }

    /// <summary>The rows of a to-many relation, and what was said of them on the way: a SELECT of its own inside of this one.</summary>
    private Pipeline? Rows(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert } convert) expression = convert.Operand;
        if (Place.Of(translation, expression) is Place.Related { Relation.Kind: not RelationKind.ToOne } related) return Pipeline.Of(translation, related.Source, related.Relation);
        if (expression is not MethodCallExpression { Method: { } method } call || method.DeclaringType != typeof(Enumerable) || call.Arguments.Count is 0 or > 2) return null;
        if (Rows(call.Arguments[0]) is not { } rows) return null;
        var lambda = call.Arguments.Count == 2 ? Lambda(call.Arguments[1]) : null;
        switch (method.Name)
        {
            case "Where" when lambda is not null: rows.Where(lambda); break;
            case "Select" when lambda is not null: rows.Select(lambda); break;
            case "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" when lambda is not null:
                rows.OrderBy(lambda, method.Name.EndsWith("Descending", StringComparison.Ordinal), method.Name.StartsWith("Then", StringComparison.Ordinal));
                break;
            case "Distinct" when call.Arguments.Count == 1: rows.Distinct(); break;
            default: return null;
        }
        return rows;
    }

    private static Expression[] Arguments(MethodCallExpression call) => call.Object is { } owner ? [owner, .. call.Arguments] : [.. call.Arguments];

    private static LambdaExpression? Lambda(Expression expression) => expression switch
    {
        LambdaExpression lambda => lambda,
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression lambda } => lambda,
        _ => null,
    };
}
