using System.Collections.Immutable;

namespace AkkaOrm.Queries;

/// <summary>One step of a question. Its values were taken when it was made.</summary>
internal abstract record Clause
{
    /// <summary>Says what the SQL depends on, and hands over the values.</summary>
    public virtual void Describe(ShapeBuilder shape) { }

    /// <summary>With other values, asked for in the order in which <see cref="Describe"/> hands them over.</summary>
    public virtual Clause Bound(ClauseBinder binder) => this;

    internal sealed record From(Type Entity) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Token(Entity);
        public override string ToString() => $"from {Entity.Name}";
    }

    internal sealed record FromSql(Type Result, SqlText Sql) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            shape.Token(Result);
            shape.Add(Sql);
        }

        public override Clause Bound(ClauseBinder binder) => this with { Sql = binder.Sql(Sql) };
        public override string ToString() => $"from sql {Sql}";
    }

    internal sealed record Where(CapturedLambda Condition) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Add(Condition);
        public override Clause Bound(ClauseBinder binder) => new Where(binder.Lambda(Condition));
        public override string ToString() => $"where {Condition}";
    }

    internal sealed record WhereSql(SqlText Sql) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Add(Sql);
        public override Clause Bound(ClauseBinder binder) => new WhereSql(binder.Sql(Sql));
        public override string ToString() => $"where {Sql}";
    }

    /// <param name="IsNext">It refines the order before it, rather than beginning a new one.</param>
    internal sealed record OrderBy(CapturedLambda Key, bool IsDescending, bool IsNext) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            shape.Token(IsDescending);
            shape.Token(IsNext);
            shape.Add(Key);
        }

        public override Clause Bound(ClauseBinder binder) => this with { Key = binder.Lambda(Key) };
        public override string ToString() => $"{(IsNext ? "then" : "order")} by {Key}{(IsDescending ? " descending" : "")}";
    }

    /// <param name="Values">Of the order's keys, in the row that was last.</param>
    internal sealed record After(ImmutableArray<object?> Values) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            shape.Begin(this);
            foreach (var value in Values)
            {
                shape.Token(value is null);
                shape.Value(value);
            }
        }

        public override Clause Bound(ClauseBinder binder) => new After([.. Values.Select(binder.Value)]);
        public override string ToString() => "after (a row)";
    }

    /// <param name="Rows">A <see cref="long"/>, or of a compiled query a <see cref="Slot"/>.</param>
    internal sealed record Skip(object Rows) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Value(this, Rows);
        public override Clause Bound(ClauseBinder binder) => new Skip(binder.Value(Rows)!);
        public override string ToString() => $"skip {Rows}";
    }

    /// <param name="Rows">A <see cref="long"/>, or of a compiled query a <see cref="Slot"/>.</param>
    internal sealed record Take(object Rows) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Value(this, Rows);
        public override Clause Bound(ClauseBinder binder) => new Take(binder.Value(Rows)!);
        public override string ToString() => $"take {Rows}";
    }

    internal sealed record Select(CapturedLambda Result) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Add(Result);
        public override Clause Bound(ClauseBinder binder) => new Select(binder.Lambda(Result));
        public override string ToString() => $"select {Result}";
    }

    internal sealed record Distinct : Clause
    {
        public override string ToString() => "distinct";
    }

    /// <param name="Value">What is summed; null for Count and Any.</param>
    internal sealed record Aggregate(AggregateKind Kind, CapturedLambda? Value, Type Result) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            shape.Token(Kind);
            shape.Token(Result);
            if (Value is not null) shape.Add(Value);
        }

        public override Clause Bound(ClauseBinder binder) => Value is null ? this : this with { Value = binder.Lambda(Value) };
        public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Value}".TrimEnd();
    }

    /// <param name="Shape">What of it: a query over the related type; null for all.</param>
    internal sealed record Include(CapturedLambda Relation, Query? Shape, LoadStrategy Strategy) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            shape.Token(Strategy);
            shape.Add(Relation);
            if (Shape is not null) shape.Add(Shape);
        }

        public override Clause Bound(ClauseBinder binder) => this with { Relation = binder.Lambda(Relation), Shape = Shape?.Bound(binder) };
        public override string ToString() => $"include {Relation}{(Shape is null ? "" : $" [{Shape.ToString().Replace("\n", "", StringComparison.Ordinal)}]")}{(Strategy == LoadStrategy.Default ? "" : $" by {Strategy}")}";
    }

    internal sealed record Lock(bool IsExclusive, LockWait Wait) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            shape.Token(IsExclusive);
            shape.Token(Wait);
        }

        public override string ToString() => $"for {(IsExclusive ? "update" : "share")} {Wait}";
    }

    /// <param name="Names">None means all.</param>
    internal sealed record IgnoreFilters(ImmutableArray<string> Names) : Clause
    {
        public override void Describe(ShapeBuilder shape)
        {
            foreach (var name in Names) shape.Token(name);
        }

        public override string ToString() => $"ignore filters {string.Join(", ", Names)}".TrimEnd();
    }

    internal sealed record Tag(string Comment) : Clause
    {
        public override void Describe(ShapeBuilder shape) => shape.Token(Comment);
        public override string ToString() => $"-- {Comment}";
    }

    internal sealed record NoTracking : Clause
    {
        public override string ToString() => "no tracking";
    }

    internal sealed record OwnSnapshots : Clause
    {
        public override string ToString() => "each step its own snapshot";
    }
}

internal enum AggregateKind { Count, Any, Max, Min, Sum }
