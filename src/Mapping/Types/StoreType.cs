using AkkaOrm.Rows;

namespace AkkaOrm.Types;

/// <summary>A PostgreSQL type as it is carried: its name there, the CLR type of a column of it here, and what it refuses.</summary>
/// <remarks>One object a declared type (<c>numeric(10,2)</c> is not <c>numeric</c>), compared by reference. <c>StoreTypes</c> lists all.</remarks>
internal abstract class StoreType(string name, Type clrType, string? declaration)
{
    /// <summary>The name in casts and parameters, without length or precision: an explicit cast to <c>varchar(10)</c> would cut a text off where the column refuses it.</summary>
    public string Name { get; } = name;
    public string ArrayName => Name + "[]";

    /// <summary>The name in DDL: <c>character varying(10)</c>.</summary>
    public string Declaration { get; } = declaration ?? name;

    /// <summary>The type of a column's elements: never <see cref="Nullable{T}"/>.</summary>
    public Type ClrType { get; } = clrType;

    /// <summary>PostgreSQL's <c>atttypmod</c> of a column declared so: length and the like; -1 for none.</summary>
    public virtual int Modifier => -1;

    /// <summary>Its values are arrays: of bytes.</summary>
    public bool IsArray { get; } = clrType.IsArray;

    public abstract ColumnBuffer CreateColumn(int capacity);

    /// <summary>What travels as <c>type[]</c>: <c>T?[]</c> for value types so that nulls fit, <c>T[]</c> for reference types.</summary>
    public abstract Array CreateArray(IReadOnlyList<object?> values);

    /// <summary>True when <see cref="Normalize"/> changes nothing.</summary>
    public virtual bool IsNormal => true;

    /// <summary>The value as a column would give it back: times in UTC and in whole microseconds.</summary>
    public virtual object Normalize(object value) => value;

    /// <summary>What is wrong with a value that the server would refuse or change silently, as a phrase without the value; null when nothing is.</summary>
    public virtual string? Fault(object value) => Holds(value) ? null : $"is a {value.GetType().Name} where {Name} takes a {ClrType.Name}";

    protected abstract bool Holds(object value);

    public override string ToString() => Declaration;
}

/// <inheritdoc/>
internal class StoreType<T>(string name, string? declaration = null) : StoreType(name, typeof(T), declaration) where T : notnull
{
    public override ColumnBuffer CreateColumn(int capacity) => new ColumnBuffer<T>(capacity);

    protected override bool Holds(object value) => value is T;

    public override Array CreateArray(IReadOnlyList<object?> values) => NullableArray<T>.Make(values);
}
