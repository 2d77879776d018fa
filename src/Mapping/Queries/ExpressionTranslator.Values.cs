using System.Globalization;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Queries;

/// <summary>Captured values as parameters.</summary>
internal sealed partial class ExpressionTranslator
{
    private SqlExpression Parameter(CapturedExpression value, TypeMapping? hint)
    {
        var type = Underlying(value.Type);
        var (mapping, coerce) = Carrier(type, hint) ?? throw Refused(value, $"PostgreSQL has no type for {type.Name}");
        if (translation.IsNull(value)) return SqlLiteral.Null(mapping);
        return new SqlParameter(new SqlValue.Captured(value.Index, v => ToStore(mapping, coerce is null || v is null ? v : coerce(v))), mapping);
    }

    /// <summary>How a value of a C# type is sent where it meets a type of the model.</summary>
    private static (TypeMapping Mapping, Func<object, object>? Coerce)? Carrier(Type type, TypeMapping? hint)
    {
        if (hint is not null)
        {
            // A text longer than the column takes is no fault in a question: it just equals none.
            if (hint.Store.Name == StoreTypes.VarChar.Name) hint = hint with { Store = StoreTypes.Text };
            var target = hint.ClrType;
            if (target == type || target.IsAssignableFrom(type) || type == typeof(object)) return (hint, null);
            if (target.IsEnum && Enum.GetUnderlyingType(target) == type) return (hint, v => Enum.ToObject(target, v));
            if (target == typeof(char) && type == typeof(int)) return (hint, v => (char)(int)v);
            if (target == typeof(string) && type == typeof(char) && !hint.IsConverted) return (hint, v => v.ToString()!);
        }
        return TypeMappings.Find(type) is { } mapping ? (mapping, null) : null;
    }

    /// <exception cref="InvalidValueException">PostgreSQL would refuse it, or change it silently.</exception>
    internal static object? ToStore(TypeMapping mapping, object? value)
    {
        if (value is null) return null;
        object stored;
        try
        {
            stored = mapping.ToStore(value)!;
        }
        catch (Exception error) when (error is not AkkaOrmException)
        {
            throw new InvalidValueException($"a value of a query, a {mapping.ClrType.Name}, could not be converted for {mapping.Store.Name}", error);
        }
        return mapping.Store.Fault(stored) is { } fault ? throw new InvalidValueException($"a value of a query {fault}") : stored;
    }

    private SqlExpression InList(InListExpression list, bool negate)
    {
        if (Place.Of(translation, list.Item) is Place.Entity or Place.Target or Place.Related) return InEntities(list, negate);
        var item = Scalar(Unwrapped(list.Item), null);
        var (mapping, coerce) = Carrier(Underlying(list.ElementType), item.Type) ?? throw Refused(list, $"PostgreSQL has no type for {list.ElementType.Name}");
        return InArray(item, list.List, mapping, v => ToStore(mapping, coerce is null || v is null ? v : coerce(v)), negate);
    }

    /// <summary>Nulls are left out of the array: whether it holds one is part of the shape.</summary>
    private SqlExpression InArray(SqlExpression item, CapturedExpression list, TypeMapping mapping, Func<object?, object?> toStore, bool negate)
    {
        var array = new SqlParameter(new SqlValue.CapturedList(list.Index, toStore), mapping, IsArray: true);
        var any = SqlAny.Of(item, array, isNone: false);
        if (!item.IsNullable) return negate ? SqlAny.Of(item, array, isNone: true) : any;
        if (translation.HasNull(list)) return negate ? Join(false, SqlAny.Of(item, array, isNone: true), IsNull(item, true)) : Join(true, any, IsNull(item, false));
        return Negated(any, negate);
    }

    private SqlExpression InEntities(InListExpression list, bool negate)
    {
        var (columns, keys) = Keys(list.Item)!.Value;
        if (columns.Length != 1) throw Refused(list, "its key has more than one part");
        var key = keys[0];
        return InArray(columns[0], list.List, key.Mapping, value => KeyPart(value, key, 0, 1), negate);
    }

    /// <summary>The part of an entity, or of a key that stands for one, that a key column holds.</summary>
    private static object? KeyPart(object? value, Property property, int part, int parts)
    {
        if (value is null) return null;
        if (value is not RelatedKey { Value: var key }) return property.Read(value);
        if (parts > 1) key = key is System.Runtime.CompilerServices.ITuple tuple && tuple.Length == parts ? tuple[part] : null;
        if (key is not null && property.Mapping.ClrType.IsInstanceOfType(key)) return property.Mapping.ToStore(key);
        throw new InvalidValueException(string.Create(CultureInfo.InvariantCulture, $"a key that a query compares with is no {property.Mapping.ClrType.Name}"));
    }
}
