using System.Linq.Expressions;

namespace AkkaOrm;

/// <summary>The database refused a change by a constraint; nothing of the unit was written.</summary>
/// <param name="kind">Which kind of constraint.</param>
/// <param name="constraint">Its name in the database; the column's for <see cref="ConstraintKind.NotNull"/>.</param>
/// <param name="inner">What the driver said.</param>
public sealed class ConstraintViolationException(ConstraintKind kind, string constraint, Exception? inner = null) : AkkaOrmException(constraint, inner)
{
    /// <inheritdoc/>
    public override string Code => "AKO-constraint";

    /// <inheritdoc/>
    public override string Problem => $"{What} \"{Constraint}\"{(Where is { } where ? $" on {where}" : "")} refused the change.";

    /// <summary>Which kind of constraint.</summary>
    public ConstraintKind Kind { get; } = kind;

    /// <summary>Name of the constraint in the database; of the column for <see cref="ConstraintKind.NotNull"/>.</summary>
    public string Constraint { get; } = constraint;

    /// <summary>The class mapped to the constraint's table; null when the model knows neither.</summary>
    public Type? Entity { get; init; }

    /// <summary>The properties the constraint is over, by name; a part of a value object as <c>Total.Currency</c>.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>True when the constraint is over this property (or over all of <c>x => new { x.A, x.B }</c>) of this entity.</summary>
    /// <exception cref="ArgumentException">The lambda names no property.</exception>
    public bool IsOn<T>(Expression<Func<T, object?>> property) where T : class =>
        Names(property.Body).All(name => Properties.Contains(name)) && Entity is not null && Entity.IsAssignableTo(typeof(T));

    private protected override string DefaultDetail => "nothing of this unit was written";

    private protected override string DefaultHint => Kind switch
    {
        ConstraintKind.Unique => "1. the value is taken: tell the user  2. to change the row that has it: read it by that key, then Update",
        ConstraintKind.ForeignKey => "1. add or load the row referred to  2. when deleting: delete those that refer to it first, or map OnDelete",
        ConstraintKind.NotNull => "give the property a value, or a default in the model",
        _ => "validate the value before it is saved",
    };

    private string What => Kind switch
    {
        ConstraintKind.Unique => "unique key",
        ConstraintKind.ForeignKey => "foreign key",
        ConstraintKind.Check => "check",
        ConstraintKind.Exclusion => "exclusion constraint",
        _ => "not-null column",
    };

    private string? Where => Entity is null ? null : Properties.Count == 0 ? Entity.Name : $"{Entity.Name} ({string.Join(", ", Properties)})";

    private static IEnumerable<string> Names(Expression body) => Bare(body) is NewExpression { Arguments: { Count: > 0 } parts } ? parts.Select(Name) : [Name(body)];

    private static string Name(Expression body) => Bare(body) switch
    {
        MemberExpression { Expression: { } of } member when Bare(of) is ParameterExpression => member.Member.Name,
        MemberExpression { Expression: { } of } member => $"{Name(of)}.{member.Member.Name}",
        _ => throw new ArgumentException($"'{body}' names no property; write x => x.Name", nameof(body)),
    };

    // A value type reaches object by a Convert node.
    private static Expression Bare(Expression body)
    {
        while (body is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Operand: var inner }) body = inner;
        return body;
    }
}
