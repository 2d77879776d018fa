using System.Collections.Immutable;
using System.Linq.Expressions;

namespace AkkaOrm.Queries;

/// <summary>A compiled query: its shape is known, and which of its values are still to come.</summary>
internal sealed class QueryTemplate
{
    private readonly Query _query;
    private readonly QueryShape _shape;
    private readonly object?[] _values;
    private readonly int[] _slots;
    private readonly bool _isDecidedByArguments;

    private QueryTemplate(Query query)
    {
        _query = query;
        _shape = query.Shape;
        _values = ShapeBuilder.ValuesOf(shape => shape.Add(query)).All;
        _slots = [.. Enumerable.Range(0, _values.Length).Where(i => _values[i] is Slot)];
        _isDecidedByArguments = Lambdas(query).Any(lambda => lambda.IsDecidedByArguments);
        Locks = query.Locks;
    }

    public bool Locks { get; }

    /// <exception cref="StatementException">The lambda holds what cannot be looked into.</exception>
    public static QueryTemplate Of(LambdaExpression query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(new TemplateReader().Read(ArgumentExpression.BodyOf(query)));
    }

    public Query<R> Bind<R>(Arguments arguments)
    {
        // A value decides what is left of a lambda: the lambdas are looked at again, as those of any other query are.
        if (_isDecidedByArguments) return new(new ClauseBinder.Anew(arguments).Clauses(_query.Clauses));
        var values = _values.AsSpan().ToArray();
        var isUsual = true;
        foreach (var index in _slots)
        {
            values[index] = ((Slot)_values[index]!).Read(arguments);
            isUsual &= ShapeBuilder.IsUsual(values[index]);
        }
        // With a null the SQL is another one.
        return new(this, values, isUsual ? _shape : null);
    }

    public ImmutableArray<Clause> Clauses(object?[] values) => new ClauseBinder.Of(values).Clauses(_query.Clauses);

    private static IEnumerable<CapturedLambda> Lambdas(Query query) => query.Clauses.SelectMany(clause => clause switch
    {
        Clause.Where where => [where.Condition],
        Clause.OrderBy order => [order.Key],
        Clause.Select select => [select.Result],
        Clause.Aggregate { Value: { } value } => [value],
        Clause.Include { Shape: { } shape } => Lambdas(shape),
        _ => (IEnumerable<CapturedLambda>)[],
    });
}
