using System.Collections.Immutable;

namespace AkkaOrm.Models;

/// <summary>How stale writes are noticed.</summary>
internal enum VersionKind { Xmin, Column, None }

/// <summary>What is mapped of one CLR type.</summary>
internal sealed class EntityType
{
    public required int Ordinal { get; init; }

    /// <summary>The CLR type's name: what errors print and what travels.</summary>
    public required string Name { get; init; }
    public required Type ClrType { get; init; }
    public required string Table { get; init; }
    public string? Schema { get; init; }
    public ImmutableArray<Property> Properties { get; internal set; } = [];
    public ImmutableArray<Relation> Relations { get; internal set; } = [];
    public Key Key { get; internal set; } = new([]);
    public VersionKind VersionKind { get; internal set; }

    /// <summary>The column that tells one state of a row from the next: a shadow <c>xmin</c> by default; null when the model says none.</summary>
    public Property? Version { get; internal set; }
    public ImmutableArray<EntityFilter> Filters { get; internal set; } = [];
    public ImmutableArray<Index> Indexes { get; internal set; } = [];

    /// <summary>How a value is made from columns.</summary>
    public Construction Construction { get; internal set; } = null!;

    /// <summary>A shallow copy of a value, to set a relation on: the original is never touched.</summary>
    public Func<object, object> Copy { get; internal set; } = null!;

    public Property? Property(string name) => Properties.FirstOrDefault(p => p.Name == name);
    public Relation? Relation(string name) => Relations.FirstOrDefault(r => r.Name == name && r.Member is not null);
    public override string ToString() => Name;
}

/// <summary>A condition that every query on the entity carries unless it is switched off by name.</summary>
internal sealed record EntityFilter(string Name, System.Linq.Expressions.LambdaExpression Condition);

/// <summary>An index that the schema has.</summary>
internal sealed record Index(string Name, ImmutableArray<Property> Properties, bool IsUnique);
