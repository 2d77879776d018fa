using System.Collections.Immutable;

namespace AkkaOrm.Queries;

/// <summary>Gives the clauses of a compiled query the values of a call.</summary>
internal abstract class ClauseBinder
{
    public abstract CapturedLambda Lambda(CapturedLambda lambda);
    public abstract SqlText Sql(SqlText sql);
    public abstract object? Value(object? value);

    public ImmutableArray<Clause> Clauses(ImmutableArray<Clause> clauses)
    {
        var bound = ImmutableArray.CreateBuilder<Clause>(clauses.Length);
        foreach (var clause in clauses) bound.Add(clause.Bound(this));
        return bound.MoveToImmutable();
    }

    /// <summary>With values in the order a <see cref="ShapeBuilder"/> gathered them.</summary>
    internal sealed class Of(object?[] values) : ClauseBinder
    {
        private int _next;

        public override CapturedLambda Lambda(CapturedLambda lambda)
        {
            if (lambda.Values.IsEmpty) return lambda;
            var mine = ImmutableArray.Create(values, _next, lambda.Values.Length);
            _next += mine.Length;
            return lambda.With(mine);
        }

        public override SqlText Sql(SqlText sql)
        {
            for (var i = 0; i < sql.Parts.Count; i++)
                if (sql.Parts[i] is SqlPart.Hole) _next++;
            return sql;
        }

        public override object? Value(object? value) => values[_next++];
    }

    /// <summary>With everything taken anew: what is left of a lambda may be something else this time.</summary>
    internal sealed class Anew(Arguments arguments) : ClauseBinder
    {
        public override CapturedLambda Lambda(CapturedLambda lambda) => lambda.IsDecidedByArguments || lambda.Values.Any(static v => v is Slot) ? lambda.With(arguments) : lambda;
        public override SqlText Sql(SqlText sql) => sql;
        public override object? Value(object? value) => value is Slot slot ? slot.Read(arguments) : value;
    }
}
