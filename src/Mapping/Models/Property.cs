using System.Collections.Immutable;
using System.Reflection;
using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>Who gives a column its value when it is not set.</summary>
internal enum ValueSource { Client, Identity, ServerDefault, Computed, RowVersion }

/// <summary>One column of an entity: where it is read from in a value, how it is stored, who fills it.</summary>
internal sealed class Property
{
    /// <summary>Its place in <see cref="EntityType.Properties"/> and in every array of column values of the entity.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The member's name; a dotted path for a column of a value object (<c>Total.Amount</c>).</summary>
    public required string Name { get; init; }
    public required string Column { get; init; }
    public required TypeMapping Mapping { get; init; }
    public required bool IsNullable { get; init; }
    public ValueSource Source { get; init; }
    public string? DefaultSql { get; init; }

    /// <summary>The expression of a generated column; null also for a computed one that a trigger fills.</summary>
    public string? ComputedSql { get; init; }
    public int? MaxLength { get; init; }

    /// <summary>Members from the entity to the value; empty for a shadow property, which only the database and the session know.</summary>
    public ImmutableArray<PropertyInfo> Path { get; init; } = [];
    public bool IsShadow => Path.IsEmpty;

    /// <summary>Read only when asked for; its member is a <c>Deferred</c>.</summary>
    public bool IsDeferred { get; init; }
    public bool IsConcurrencyToken { get; init; }

    /// <summary>A system column (<c>xmin</c>): selected and compared, never in DDL or in a SET list.</summary>
    public bool IsSystem { get; init; }
    public bool IsKey { get; internal set; }

    /// <summary>It refers to another row, or to one of the same table.</summary>
    public bool IsForeignKey { get; init; }

    /// <summary>A key of type uuid that nobody else fills: whoever adds a row without one makes it.</summary>
    public bool IsClientUuid => IsKey && !IsForeignKey && !IsShadow && Source == ValueSource.Client && Mapping.Store == StoreTypes.Uuid;

    /// <summary>The column value in an entity: converted to the store type, null when it or a value object on the way is null. Throws for a shadow property.</summary>
    public Func<object, object?> Read { get; internal set; } = _ => throw new InvalidOperationException("a shadow property is not in the value");

    /// <summary>False only for a deferred column that was not loaded in this value.</summary>
    public Func<object, bool> IsPresent { get; internal set; } = _ => true;

    /// <summary>The store value that counts as "not set" on Add: the CLR default, or null.</summary>
    public object? Unset { get; internal set; }

    /// <summary>The server fills it when it is left out of an INSERT.</summary>
    public bool IsGenerated => Source != ValueSource.Client;
    public override string ToString() => Name;
}
