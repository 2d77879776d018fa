using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Makes a value of row <paramref name="row"/> of <paramref name="page"/>; its relations are not loaded.</summary>
internal delegate object RowReader(RowPage page, int row);

/// <summary>Readers compiled once for an entity and a layout of its columns.</summary>
internal static class RowReaders
{
    private static readonly ConcurrentDictionary<(EntityType Type, Layout Layout), RowReader> Compiled = new();

    public static RowReader For(EntityType type, ImmutableArray<int> columns) =>
        Compiled.GetOrAdd((type, new Layout(columns)), static key => RowReaderCompiler.Compile(key.Type, key.Layout.Columns));

    private readonly record struct Layout(ImmutableArray<int> Columns)
    {
        public bool Equals(Layout other) => Columns == other.Columns || Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var column in Columns) hash.Add(column);
            return hash.ToHashCode();
        }
    }
}

/// <summary>From how a value is made (<see cref="Construction"/>) to code that makes it.</summary>
internal static class RowReaderCompiler
{
    public static RowReader Compile(EntityType type, ImmutableArray<int> columns)
    {
        var page = Expression.Parameter(typeof(RowPage), "page");
        var row = Expression.Parameter(typeof(int), "row");
        var owner = Expression.Variable(typeof(object), "owner");
        var scope = new Scope(page, row, owner, columns);
        var key = Expression.Constant(new Func<RowPage, int, object?>((p, r) => KeyValues.Of(type, new EntityRow(p, r, columns))?.ForUser));
        var hasRelations = type.Relations.Any(r => r.Member is not null);
        var body = Expression.Block([owner],
            hasRelations ? Expression.Assign(owner, Expression.Invoke(key, page, row)) : Expression.Empty(),
            Expression.Convert(Make(type.Construction, scope), typeof(object)));
        return Expression.Lambda<RowReader>(body, page, row).Compile();
    }

    private sealed record Scope(ParameterExpression Page, ParameterExpression Row, ParameterExpression Owner, ImmutableArray<int> Columns);

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
        var stored = Expression.Call(scope.Page, nameof(RowPage.Get), [property.Mapping.Store.ClrType], Expression.Constant(column), scope.Row);
        var isNull = Expression.Call(scope.Page, nameof(RowPage.IsNull), null, Expression.Constant(column), scope.Row);
        var value = Own(Converted(property, stored));
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
        var columns = Columns(source.Construction).Select(p => scope.Columns[p.Ordinal]).Where(c => c >= 0).ToList();
        if (columns.Count == 0) return Expression.Default(source.Type);
        var allNull = columns.Select(c => (Expression)Expression.Call(scope.Page, nameof(RowPage.IsNull), null, Expression.Constant(c), scope.Row)).Aggregate(Expression.AndAlso);
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
