using AkkaOrm.Rows;

namespace AkkaOrm.Types;

/// <summary>A PostgreSQL type as it is carried: its name there, the CLR type of a column of it here, and what it refuses.</summary>
/// <remarks>One object a type, compared by reference. <c>StoreTypes</c> lists all.</remarks>
internal abstract class StoreType(string name, Type clrType)
{
    /// <summary>The name used in DDL and in casts: <c>timestamp with time zone</c>.</summary>
    public string Name { get; } = name;
    public string ArrayName => Name + "[]";

    /// <summary>The type of a column's elements: never <see cref="Nullable{T}"/>.</summary>
    public Type ClrType { get; } = clrType;

    public abstract ColumnBuffer CreateColumn(int capacity);

    /// <summary>What travels as <c>type[]</c>: <c>T?[]</c> for value types so that nulls fit, <c>T[]</c> for reference types.</summary>
    public abstract Array CreateArray(IReadOnlyList<object?> values);

    /// <summary>What is wrong with a value that the server would refuse or change silently, as a phrase without the value; null when nothing is.</summary>
    public virtual string? Fault(object value) => ClrType.IsInstanceOfType(value) ? null : $"is a {value.GetType().Name} where {Name} takes a {ClrType.Name}";

    public override string ToString() => Name;
}

/// <inheritdoc/>
internal class StoreType<T>(string name) : StoreType(name, typeof(T)) where T : notnull
{
    public override ColumnBuffer CreateColumn(int capacity) => new ColumnBuffer<T>(capacity);

    public override Array CreateArray(IReadOnlyList<object?> values) => NullableArray<T>.Make(values);
}
