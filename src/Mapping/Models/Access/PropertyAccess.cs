using System.Linq.Expressions;
using System.Reflection;
using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>Compiled code that reads a column's value from an entity.</summary>
internal static class PropertyAccess
{
    /// <summary>Sets what a property needs to be read; it must have a path.</summary>
    public static void Fill(EntityType entity, Property property)
    {
        var read = Compile(entity.ClrType, property, property.Mapping.ToStoreExpression);
        var isNormal = property.Mapping.Store.IsNormal;
        property.Unset = Unset(property, out var isStorable);
        // Where the default of the type is nothing that the column can hold, it still is how "leave it to the server" looks.
        var unset = property.IsGenerated && !isStorable ? Clr(entity.ClrType, property) : null;
        var none = unset is null ? null : Activator.CreateInstance(property.Mapping.ClrType);
        property.Read = !property.Mapping.IsConverted && isNormal ? read : value =>
        {
            try
            {
                if (unset is not null && Equals(unset(value), none)) return null;
                return read(value) is { } stored ? isNormal ? stored : property.Mapping.Store.Normalize(stored) : null;
            }
            catch (ConversionException refused)
            {
                throw InvalidValueException.Of(entity.Name, property.Name, $"the value {refused.Message}", refused);
            }
            catch (Exception cause) when (cause is not AkkaOrmException)
            {
                throw InvalidValueException.Of(entity.Name, property.Name, $"the value could not be converted to {property.Mapping.Store.Name} ({cause.GetType().Name})", cause);
            }
        };
        if (property.IsDeferred) property.IsPresent = CompileIsPresent(entity.ClrType, property);
    }

    /// <summary>The property's own value, unconverted; null when it or a value object on the way is.</summary>
    public static Func<object, object?> Clr(Type entity, Property property) => Compile(entity, property, null);

    /// <summary>The state of a relation in a value of the entity.</summary>
    public static Func<object, object?> Relation(Type entity, PropertyInfo member)
    {
        var value = Expression.Parameter(typeof(object), "entity");
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(Expression.Property(Expression.Convert(value, entity), member), typeof(object)), value).Compile();
    }

    private static object? Unset(Property property, out bool isStorable)
    {
        isStorable = true;
        var type = property.Path[^1].PropertyType;
        if (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null || property.IsDeferred) return null;
        try
        {
            return property.Mapping.ToStore(Activator.CreateInstance(property.Mapping.ClrType));
        }
        catch (ConversionException)
        {
            isStorable = false;
            return null;
        }
    }

    private static Func<object, object?> Compile(Type entity, Property property, LambdaExpression? convert)
    {
        var value = Expression.Parameter(typeof(object), "entity");
        var body = Read(Expression.Convert(value, entity), property, 0, convert);
        return Expression.Lambda<Func<object, object?>>(body, value).Compile();
    }

    private static Func<object, bool> CompileIsPresent(Type entity, Property property)
    {
        var value = Expression.Parameter(typeof(object), "entity");
        Expression body = Expression.Convert(value, entity);
        foreach (var member in property.Path) body = Expression.Property(body, member);
        return Expression.Lambda<Func<object, bool>>(Expression.Property(body, nameof(Deferred<>.IsLoaded)), value).Compile();
    }

    private static Expression Read(Expression owner, Property property, int depth, LambdaExpression? convert)
    {
        var member = Expression.Variable(property.Path[depth].PropertyType);
        var isLast = depth == property.Path.Length - 1;
        Expression Next(Expression value) => isLast ? Boxed(value, convert) : Read(value, property, depth + 1, convert);
        var type = member.Type;
        var read = !isLast || !property.IsDeferred ? OrNull(member, Next)
            : Expression.Condition(Expression.Property(member, nameof(Deferred<>.IsLoaded)), Inner(Expression.Property(member, nameof(Deferred<>.Value)), Next), Null);
        return Expression.Block([member], Expression.Assign(member, Expression.Property(owner, property.Path[depth])), read);
    }

    private static Expression Inner(Expression value, Func<Expression, Expression> next)
    {
        var inner = Expression.Variable(value.Type);
        return Expression.Block([inner], Expression.Assign(inner, value), OrNull(inner, next));
    }

    private static Expression OrNull(Expression value, Func<Expression, Expression> next)
    {
        if (Nullable.GetUnderlyingType(value.Type) is not null)
            return Expression.Condition(Expression.Property(value, nameof(Nullable<>.HasValue)), next(Expression.Property(value, nameof(Nullable<>.Value))), Null);
        return value.Type.IsValueType ? next(value) : Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null, value.Type)), Null, next(value));
    }

    private static Expression Boxed(Expression value, LambdaExpression? convert) => Expression.Convert(convert is null ? value : Expression.Invoke(convert, value), typeof(object));

    private static readonly Expression Null = Expression.Constant(null, typeof(object));
}
