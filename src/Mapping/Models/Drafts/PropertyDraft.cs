using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using System.Linq.Expressions;
using System.Reflection;
using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>A column in the making.</summary>
internal sealed class PropertyDraft
{
    public required string Name { get; init; }
    public required string Column { get; set; }

    /// <summary>Without <see cref="Nullable{T}"/> and <c>Deferred</c>.</summary>
    public required Type ClrType { get; init; }
    public ImmutableArray<PropertyInfo> Path { get; init; } = [];
    public bool IsShadow => Path.IsEmpty;

    /// <summary>Null can be assigned to the member.</summary>
    public bool CanHoldNull { get; init; }
    public bool IsNullable { get; set; }
    public TypeMapping? Mapping { get; set; }

    /// <summary>Why there is no mapping.</summary>
    public string? MappingFault { get; set; }
    public ValueSource Source { get; set; }
    public string? DefaultSql { get; set; }
    public string? ComputedSql { get; init; }
    public int? MaxLength { get; init; }
    public bool IsDeferred { get; init; }
    public bool IsConcurrencyToken { get; set; }
    public bool IsSystem { get; set; }
    public bool IsForeignKey { get; set; }

    // What attributes said.
    public DatabaseGeneratedOption? Generated { get; init; }
    public bool IsMarkedKey { get; init; }
    public int Order { get; init; }
    public bool IsMarkedVersion { get; init; }
    public string? ForeignKeyOf { get; init; }

    /// <summary>What it became.</summary>
    public Property? Made { get; set; }
    public override string ToString() => Name;
}

/// <summary>What the configuration says of one property.</summary>
internal sealed class PropertyOptions
{
    public string? ColumnName { get; set; }
    public string? ColumnType { get; set; }
    public string? DefaultSql { get; set; }
    public string? ComputedSql { get; set; }
    public int? MaxLength { get; set; }
    public (LambdaExpression ToStored, LambdaExpression FromStored)? Conversion { get; set; }
    public bool? IsRequired { get; set; }
}
