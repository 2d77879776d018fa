using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>An entity in the making.</summary>
internal sealed class EntityDraft(Type clrType)
{
    public Type ClrType { get; } = clrType;
    public string Name { get; } = ClrName.Bare(clrType);

    /// <summary>False for a type that was only mentioned by a relation.</summary>
    public bool IsMapped { get; set; }

    // What the configuration said.
    public string? TableName { get; set; }
    public string? SchemaName { get; set; }
    public IReadOnlyList<string>? KeyNames { get; set; }
    public string? VersionName { get; set; }
    public bool HasNoVersion { get; set; }
    public Dictionary<string, PropertyOptions> Options { get; } = new(StringComparer.Ordinal);
    public HashSet<string> ValueObjects { get; } = new(StringComparer.Ordinal);
    public List<IndexDraft> Indexes { get; } = [];
    public List<EntityFilter> Filters { get; } = [];

    // What the phases found.
    public string Table { get; set; } = "";
    public string? Schema { get; set; }
    public ShapeDraft? Shape { get; set; }
    public List<PropertyDraft> Properties { get; } = [];
    public List<MemberDraft> Relations { get; } = [];
    public List<PropertyDraft> Key { get; set; } = [];
    public VersionKind VersionKind { get; set; }
    public PropertyDraft? Version { get; set; }

    public PropertyOptions OptionsOf(string name)
    {
        if (!Options.TryGetValue(name, out var options)) Options.Add(name, options = new());
        return options;
    }

    public PropertyDraft? Property(string name) => Properties.FirstOrDefault(p => p.Name == name);
    public MemberDraft? Relation(string? name) => name is null ? null : Relations.FirstOrDefault(r => r.Name == name);
    public override string ToString() => Name;
}

/// <summary>An index in the making.</summary>
internal sealed class IndexDraft
{
    public required IReadOnlyList<string> Names { get; init; }
    public bool IsUnique { get; set; }
}
