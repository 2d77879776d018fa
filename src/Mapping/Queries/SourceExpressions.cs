using System.Linq.Expressions;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>An entity of a statement, in the place of a lambda's parameter.</summary>
internal sealed class EntityExpression(EntitySource source, string name) : Expression
{
    public EntitySource Source { get; } = source;
    public override Type Type => Source.Entity.ClrType;
    public override ExpressionType NodeType => ExpressionType.Extension;
    public override string ToString() => name;
    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>A value of a statement that has been translated already.</summary>
internal sealed class SqlNodeExpression(SqlExpression sql, Type type) : Expression
{
    public SqlExpression Sql { get; } = sql;
    public override Type Type { get; } = type;
    public override ExpressionType NodeType => ExpressionType.Extension;
    public override string ToString() => "(column)";
    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>Puts an expression in the place of a lambda's parameter.</summary>
internal sealed class Substitution(ParameterExpression parameter, Expression value) : ExpressionVisitor
{
    public static Expression Of(LambdaExpression lambda, Expression value) => Of(lambda.Parameters[0], lambda.Body, value);
    public static Expression Of(ParameterExpression parameter, Expression body, Expression value) => new Substitution(parameter, Named(parameter, value)).Visit(body)!;

    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;

    // Errors then speak of the entity as the user's lambda did.
    private static Expression Named(ParameterExpression parameter, Expression value) =>
        value is EntityExpression entity && parameter.Name is { } name ? new EntityExpression(entity.Source, name) : value;
}
