using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Materialization;

/// <summary>From how a value is made (<see cref="Construction"/>) to code that makes it.</summary>
internal static class RowReaderCompiler
{
    public static FillRows<T> Compile<T>(EntityType type, ImmutableArray<int> columns)
    {
        var cells = new PageCells();
        var owner = Expression.Variable(typeof(object), "owner");
        var scope = new Scope(cells, owner, columns);
        var made = Make(type.Construction, scope);
        return cells.Compile<T>(type.Relations.All(r => r.Member is null) ? made : Expression.Block([owner], Expression.Assign(owner, Owner(type, scope)), made));
    }

    private sealed record Scope(PageCells Cells, ParameterExpression Owner, ImmutableArray<int> Columns);

    /// <summary>The key as users see it, boxed: what a relation that is not loaded says of its owner.</summary>
    private static Expression Owner(EntityType type, Scope scope)
    {
        if (type.Key.Properties.Any(p => scope.Columns[p.Ordinal] < 0)) return Expression.Constant(null, typeof(object));
        var parts = type.Key.Properties.Select(p => To(p.Mapping.ClrType, Converted(p, scope.Cells.Value(scope.Columns[p.Ordinal], p.Mapping.Store.ClrType)))).ToArray();
        return Expression.Convert(parts is [var only] ? only : KeyTuples.Of(parts), typeof(object));
    }

    private static Expression Make(Construction construction, Scope scope)
    {
        var value = Expression.Variable(construction.Type);
        Expression made = construction.Constructor is { } constructor
            ? Expression.New(constructor, construction.Arguments.Select(a => Read(a, scope)))
            : Expression.Default(construction.Type);
        if (construction.Assignments.IsEmpty) return made;
        var steps = new List<Expression> { Expression.Assign(value, made) };
        steps.AddRange(construction.Assignments.Select(a => (Expression)Expression.Assign(Expression.Property(value, a.Member), Read(a.Source, scope))));
        steps.Add(value);
        return Expression.Block([value], steps);
    }

    private static Expression Read(MemberSource source, Scope scope) => source switch
    {
        MemberSource.Column column => ReadColumn(column, scope),
        MemberSource.ValueObject valueObject => ReadValueObject(valueObject, scope),
        MemberSource.Related related => NotLoaded(related, scope),
        MemberSource.Default given => Expression.Constant(given.Value, given.Type),
        _ => throw new InvalidOperationException($"no reader for {source.GetType().Name}"),
    };

    private static Expression ReadColumn(MemberSource.Column source, Scope scope)
    {
        var property = source.Property;
        var column = scope.Columns[property.Ordinal];
        if (column < 0) return Expression.Default(source.Type);
        var stored = property.Mapping.Store.ClrType;
        var isNull = scope.Cells.IsNull(column, stored);
        var value = Own(Converted(property, scope.Cells.Value(column, stored)));
        if (!property.IsNullable)
        {
            var missing = Expression.Throw(Expression.Call(typeof(RowReaderCompiler), nameof(UnexpectedNull), null, Expression.Constant(property)), value.Type);
            return To(source.Type, Expression.Condition(isNull, missing, value));
        }
        var nullable = property.IsDeferred ? source.Type.GetGenericArguments()[0] : source.Type;
        return To(source.Type, Expression.Condition(isNull, Expression.Default(nullable), To(nullable, value)));
    }

    private static Expression Converted(Property property, Expression stored) =>
        property.Mapping.FromStoreExpression is { } conversion ? Replaced.In(conversion, stored) : stored;

    /// <summary>Nothing mutable is shared between the page and a value.</summary>
    private static Expression Own(Expression value) =>
        value.Type == typeof(byte[]) ? Expression.Convert(Expression.Call(value, nameof(Array.Clone), null), typeof(byte[])) : value;

    private static Expression To(Type type, Expression value) => value.Type == type ? value : Expression.Convert(value, type);

    private static Expression ReadValueObject(MemberSource.ValueObject source, Scope scope)
    {
        var made = To(source.Type, Make(source.Construction, scope));
        if (!source.IsNullable) return made;
        var columns = Columns(source.Construction).Where(p => scope.Columns[p.Ordinal] >= 0).ToList();
        if (columns.Count == 0) return Expression.Default(source.Type);
        var allNull = columns.Select(p => scope.Cells.IsNull(scope.Columns[p.Ordinal], p.Mapping.Store.ClrType)).Aggregate(Expression.AndAlso);
        return Expression.Condition(allNull, Expression.Default(source.Type), made);
    }

    private static IEnumerable<Property> Columns(Construction construction) =>
        construction.Arguments.Concat(construction.Assignments.Select(a => a.Source)).SelectMany(s => s switch
        {
            MemberSource.Column column => [column.Property],
            MemberSource.ValueObject inner => Columns(inner.Construction),
            _ => (IEnumerable<Property>)[],
        });

    private static MethodCallExpression NotLoaded(MemberSource.Related source, Scope scope) =>
        Expression.Call(RelationMembers.Maker(source.Type, "NotLoaded"), Expression.Constant(source.Relation.Info), scope.Owner);

    private static InvalidValueException UnexpectedNull(Property property) =>
        new($"column {property.Column} holds null, and {property.Name} cannot be null")
        {
            Hint = "1. make the property nullable, or  2. add NOT NULL to the column once its nulls are gone",
        };
}
