using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace AkkaOrm.Types;

/// <summary>From a CLR type, and a column type where one is declared, to a <see cref="TypeMapping"/>: the families in order.</summary>
internal static class TypeMappings
{
    private static readonly ConcurrentDictionary<(Type Clr, StoreType? Store), TypeMapping?> Known = new();

    /// <param name="clrType">The property's type; <see cref="Nullable{T}"/> is looked through.</param>
    /// <param name="columnType">As in <c>[Column(TypeName = …)]</c>; null for the type's own default.</param>
    /// <param name="maxLength">Of a text, in characters; null for any.</param>
    /// <param name="fault">Why there is no mapping, as a phrase.</param>
    public static bool TryGet(Type clrType, string? columnType, int? maxLength, [NotNullWhen(true)] out TypeMapping? mapping, [NotNullWhen(false)] out string? fault)
    {
        (mapping, fault) = (null, null);
        var clr = Nullable.GetUnderlyingType(clrType) ?? clrType;
        StoreType? store = null;
        if (columnType is not null && (store = StoreTypes.Parse(columnType)) is null) fault = $"the column type '{columnType}' is not one that is carried";
        else if (maxLength is <= 0) fault = $"a maximal length of {maxLength} holds nothing";
        else if (maxLength is { } length && (store is null || store == StoreTypes.VarChar))
        {
            if (clr == typeof(string) || clr.IsEnum) store = StoreTypes.VarCharOf(length);
            else fault = $"a maximal length is for text, not for {ClrName.Of(clr)}";
        }
        if (fault is not null) return false;
        mapping = Known.GetOrAdd((clr, store), static k => Make(k.Clr, k.Store));
        if (mapping is null) fault = store is null ? $"{ClrName.Of(clr)} has no column type of its own" : $"{ClrName.Of(clr)} cannot be stored as {store}";
        return mapping is not null;
    }

    /// <summary>The mapping of a type that is known to have one: of a parameter or a result.</summary>
    public static TypeMapping? Find(Type clrType) => TryGet(clrType, null, null, out var mapping, out _) ? mapping : null;

    /// <summary>A conversion that the user wrote, over what its stored type is mapped to.</summary>
    public static bool TryConvert(LambdaExpression toStored, LambdaExpression fromStored, string? columnType, int? maxLength, [NotNullWhen(true)] out TypeMapping? mapping, [NotNullWhen(false)] out string? fault)
    {
        mapping = null;
        if (!TryGet(toStored.ReturnType, columnType, maxLength, out var inner, out fault)) return false;
        var clr = Nullable.GetUnderlyingType(toStored.Parameters[0].Type) ?? toStored.Parameters[0].Type;
        var to = Compose(clr, toStored, inner.ToStoreExpression, inner.Store.ClrType);
        var from = Compose(inner.Store.ClrType, inner.FromStoreExpression, fromStored, clr);
        mapping = new TypeMapping(clr, inner.Store, to, from);
        return true;
    }

    private static TypeMapping? Make(Type clr, StoreType? store) =>
        NumberMappings.For(clr, store) ?? TextMappings.For(clr, store) ?? TimeMappings.For(clr, store) ?? EnumMappings.For(clr, store) ?? PlainMappings.For(clr, store);

    /// <summary>One lambda after another; conversions to and from <see cref="Nullable{T}"/> stand between them, null never passes.</summary>
    private static LambdaExpression Compose(Type from, LambdaExpression? first, LambdaExpression? second, Type to)
    {
        var value = Expression.Parameter(from, "value");
        Expression body = value;
        foreach (var step in new[] { first, second })
            if (step is not null) body = Replace.Parameter(step, As(body, step.Parameters[0].Type));
        return Expression.Lambda(As(body, to), value);
    }

    private static Expression As(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);

    private sealed class Replace(ParameterExpression parameter, Expression value) : ExpressionVisitor
    {
        public static Expression Parameter(LambdaExpression lambda, Expression value) => new Replace(lambda.Parameters[0], value).Visit(lambda.Body);

        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : base.VisitParameter(node);
    }
}
