using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Queries;

/// <summary>Properties and methods of the base class library.</summary>
internal sealed partial class ExpressionTranslator
{
    private SqlExpression Member(MemberExpression node, TypeMapping? hint)
    {
        if (node.Expression is null) return Now(node, hint);
        if (node.Member.Name == "HasValue") return Condition(node);
        if (node.Member.Name == "Count" && node.Expression.Type.IsAssignableTo(typeof(IRelation))) return Collection(node) ?? throw Refused(node);
        if (node.Member.Name == "Value" && Nullable.GetUnderlyingType(node.Expression.Type) is not null) return Scalar(node.Expression, hint);
        return SqlFunctions.Find(node.Member, 0) is { } function ? Call(function, [Scalar(node.Expression)]) : throw Refused(node);
    }

    private SqlExpression Now(MemberExpression node, TypeMapping? hint)
    {
        if (node.Member.DeclaringType != typeof(DateTime) && node.Member.DeclaringType != typeof(DateTimeOffset)) throw Refused(node);
        var type = hint?.ClrType == node.Type ? hint : TypeOf(node.Type, node);
        var local = type.Store == StoreTypes.Timestamp;
        if (!local && type.Store != StoreTypes.TimestampTz) throw Refused(node);
        return node.Member.Name switch
        {
            "Today" => throw Refused(node, "whose day is it? Compare with DateTime.UtcNow, or take the day before the query"),
            "UtcNow" when local => new SqlCall("{0} AT TIME ZONE 'UTC'", [new SqlLiteral("now()", type)], type, false, 0, SqlOperator.Negate.Binding),
            _ => new SqlLiteral(local ? "localtimestamp" : "now()", type),
        };
    }

    private SqlExpression Method(MethodCallExpression call, TypeMapping? hint)
    {
        if (Predicate(call, false) is { } predicate) return AsValue(predicate);
        if (Collection(call) is { } collection) return collection;
        var method = call.Method;
        if (method.Name == nameof(Nullable<>.GetValueOrDefault) && call.Object is { } maybe && Nullable.GetUnderlyingType(maybe.Type) is { } underlying)
        {
            var value = Scalar(maybe, hint);
            if (call.Arguments.Count == 1) return new SqlCall("coalesce({0}, {1})", [value, Scalar(call.Arguments[0], value.Type)], value.Type, false);
            return IsWholeNumber(underlying) || underlying == typeof(decimal) || underlying == typeof(double) || underlying == typeof(float)
                ? new SqlCall("coalesce({0}, 0)", [value], value.Type, false)
                : throw Refused(call, "name the default");
        }
        if (method.Name == nameof(ToString) && call is { Object: { } thing, Arguments.Count: 0 }) return Written(thing, call);
        if (method.DeclaringType == typeof(string) && method.Name is nameof(string.Concat) && call.Arguments.All(a => a.Type == typeof(string) || a.Type == typeof(object)))
            return call.Arguments.Select(Text).Aggregate((all, one) => SqlBinary.Of(SqlOperator.Concat, all, one, SqlTypes.Text));
        if (method.Name is nameof(string.Compare) or nameof(string.CompareTo) && Compared(call) is var (one, other)) return Order(one, other);
        if (method.DeclaringType == typeof(Math) && method.Name is nameof(Math.Max) or nameof(Math.Min) && call.Arguments.Count == 2)
        {
            var (left, right) = Pair(call.Arguments[0], call.Arguments[1], hint);
            return SqlCall.Of(method.Name == nameof(Math.Max) ? "greatest({0}, {1})" : "least({0}, {1})", left.Type, left, right);
        }
        ImmutableArray<Expression> arguments = call.Object is { } self ? [self, .. call.Arguments] : [.. call.Arguments];
        var function = SqlFunctions.Find(method, call.Arguments.Count) ?? throw Refused(call);
        var owner = Scalar(arguments[0], hint?.ClrType == Underlying(arguments[0].Type) ? hint : null);
        return Call(function, [owner, .. arguments.Skip(1).Select(a => Scalar(a))]);
    }

    private static SqlExpression Call(SqlFunction function, ImmutableArray<SqlExpression> arguments)
    {
        if (arguments[0].Type is { IsConverted: true } converted && !converted.ClrType.Namespace!.StartsWith("System", StringComparison.Ordinal))
            throw new StatementException($"a function cannot be called on a {converted.ClrType.Name}, which is stored converted");
        var type = function.Type ?? arguments[0].Type;
        var isMoment = function.IsCalendar && arguments[0].Type.Store == StoreTypes.TimestampTz;
        if (isMoment) arguments = arguments.SetItem(0, Utc(arguments[0]));
        SqlExpression call = new SqlCall(function.Pattern, arguments, type, arguments.Any(a => a.IsNullable), function.Binding, function.Own);
        return isMoment && function.Type is null ? Utc(call) : call;
    }

    private static SqlCall Utc(SqlExpression moment) => new("{0} AT TIME ZONE 'UTC'", [moment], moment.Type, moment.IsNullable, SqlOperator.Negate.Binding, SqlOperator.Negate.Binding);

    private SqlExpression Written(Expression value, Expression whole)
    {
        var sql = Scalar(value);
        if (sql.Type.ClrType == typeof(string)) return sql;
        if (sql.Type.Store.ClrType == typeof(string) && sql.Type.ClrType.IsEnum) return new SqlCall("{0}", [sql], SqlTypes.Text, sql.IsNullable);
        if (sql.Type.IsConverted || (!IsWholeNumber(sql.Type.ClrType) && sql.Type.ClrType != typeof(Guid))) throw Refused(whole, "PostgreSQL would write it in another way than C#");
        return new SqlCast(sql, SqlTypes.Text);
    }

    private static (Expression, Expression)? Compared(MethodCallExpression call) => call switch
    {
        { Object: { } one, Arguments: [var other] } when one.Type == other.Type => (one, other),
        { Object: null, Arguments: [var one, var other] } when one.Type == other.Type => (one, other),
        _ => null,
    };

    private SqlExpression Order(Expression one, Expression other)
    {
        var (left, right) = Pair(one, other);
        return new SqlCase(SqlBinary.Of(SqlOperator.Less, left, right, SqlTypes.Boolean), new SqlLiteral("-1", SqlTypes.Integer),
            new SqlCase(SqlBinary.Of(SqlOperator.Greater, left, right, SqlTypes.Boolean), new SqlLiteral("1", SqlTypes.Integer), new SqlLiteral("0", SqlTypes.Integer)));
    }

    /// <summary>Methods that answer true or false; null for any other.</summary>
    private SqlExpression? Predicate(MethodCallExpression call, bool negate)
    {
        var (method, arguments) = (call.Method, call.Arguments);
        if (method.ReturnType != typeof(bool)) return null;
        if (method.DeclaringType == typeof(string) && call.Object is { } text && method.Name is nameof(string.StartsWith) or nameof(string.EndsWith) or nameof(string.Contains))
            return Like(call, text, method.Name, negate);
        if (method.DeclaringType == typeof(string) && method.Name is nameof(string.IsNullOrEmpty) or nameof(string.IsNullOrWhiteSpace))
        {
            var value = Scalar(arguments[0], SqlTypes.Text);
            if (method.Name == nameof(string.IsNullOrWhiteSpace)) value = SqlCall.Of("btrim({0}, E' \\t\\n\\r\\f\\v')", SqlTypes.Text, value);
            return Join(!negate, IsNull(value, negate), new SqlBinary(negate ? SqlOperator.NotEqual : SqlOperator.Equal, value, new SqlLiteral("''", SqlTypes.Text), SqlTypes.Boolean, value.IsNullable));
        }
        if (method.DeclaringType == typeof(Sql))
        {
            var (value, pattern) = (Scalar(arguments[0], SqlTypes.Text), Scalar(arguments[1], SqlTypes.Text));
            return Negated(SqlBinary.Of(method.Name == nameof(Sql.ILike) ? SqlOperator.ILike : SqlOperator.Like, value, pattern, SqlTypes.Boolean), negate);
        }
        if (method.Name == nameof(Equals)) return Same(call, negate);
        return Exists(call, negate);
    }

    private SqlExpression? Same(MethodCallExpression call, bool negate)
    {
        Expression[] sides = call.Object is { } owner ? [owner, .. call.Arguments] : [.. call.Arguments];
        if (sides.Length == 3 && sides[2] is CapturedExpression comparison && comparison.Type == typeof(StringComparison))
            throw Refused(call, "a StringComparison is no value of SQL: compare ToLower() of both, or use Sql.ILike");
        return sides.Length == 2 ? Equality(sides[0], sides[1], negate, call) : null;
    }

    /// <summary>A captured text becomes a pattern with its wildcards escaped; a column's text is compared by functions that know no wildcards.</summary>
    private SqlExpression Like(MethodCallExpression call, Expression text, string method, bool negate)
    {
        if (call.Arguments.Count != 1) throw Refused(call, "a StringComparison is no value of SQL: compare ToLower() of both, or use Sql.ILike");
        var value = Scalar(text, SqlTypes.Text);
        if (value.Type.ClrType != typeof(string)) throw Refused(call);
        if (call.Arguments[0] is not CapturedExpression part)
        {
            var other = Scalar(call.Arguments[0], SqlTypes.Text);
            return Negated(SqlCall.Of(method switch
            {
                nameof(string.StartsWith) => "starts_with({0}, {1})",
                nameof(string.EndsWith) => "(right({0}, length({1})) = {1})",
                _ => "(strpos({0}, {1}) > 0)",
            }, SqlTypes.Boolean, value, other), negate);
        }
        if (translation.IsNull(part)) throw new StatementException($"the argument of {method} is null") { Expression = call.ToString() };
        var (before, after) = (method == nameof(string.StartsWith) ? "" : "%", method == nameof(string.EndsWith) ? "" : "%");
        var pattern = new SqlParameter(new SqlValue.Captured(part.Index, v => ToStore(SqlTypes.Text, before + Escaped(v!.ToString()!) + after)), SqlTypes.Text);
        if (negate && !value.IsNullable) return new SqlBinary(SqlOperator.NotLike, value, pattern, SqlTypes.Boolean, false);
        return Negated(SqlBinary.Of(SqlOperator.Like, value, pattern, SqlTypes.Boolean), negate);
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
