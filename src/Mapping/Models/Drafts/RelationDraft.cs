namespace AkkaOrm.Models;

/// <summary>A relation kept by a foreign key, both ends of it, in the making.</summary>
internal sealed class RelationDraft(EntityDraft dependent, EntityDraft principal)
{
    public EntityDraft Dependent { get; } = dependent;
    public EntityDraft Principal { get; } = principal;

    // What the configuration said, or pairing found.
    public string? DependentName { get; set; }
    public string? PrincipalName { get; set; }
    public bool IsOneToOne { get; init; }
    public IReadOnlyList<string>? ForeignKeyNames { get; set; }
    public IReadOnlyList<string>? PrincipalKeyNames { get; set; }
    public IReadOnlyList<string>? OrderByNames { get; set; }
    public bool? Required { get; set; }
    public DeleteBehavior? DeleteBehavior { get; set; }
    public bool DeleteOrphans { get; set; }

    // What the phases found.
    public MemberDraft? DependentEnd { get; set; }
    public MemberDraft? PrincipalEnd { get; set; }
    public List<PropertyDraft> ForeignKey { get; set; } = [];
    public List<PropertyDraft> PrincipalKey { get; set; } = [];
    public PropertyDraft? OrderBy { get; set; }
    public bool IsRequired { get; set; }
    public DeleteBehavior OnDelete { get; set; }

    /// <summary>What the relation is called where a foreign key is looked for: the dependent's property, or the principal's name.</summary>
    public string Role => DependentName ?? Principal.Name;

    public bool Accepts(EntityDraft dependent, string? dependentName, EntityDraft principal, string? principalName, bool isOneToOne) =>
        Dependent == dependent && Principal == principal && IsOneToOne == isOneToOne
        && (DependentName is null || dependentName is null || DependentName == dependentName)
        && (PrincipalName is null || principalName is null || PrincipalName == principalName);

    public override string ToString() => (DependentName, PrincipalName) switch
    {
        ({ } from, { } to) => $"{Dependent.Name}.{from} – {Principal.Name}.{to}",
        ({ } from, null) => $"{Dependent.Name}.{from}",
        (null, { } to) => $"{Principal.Name}.{to}",
        _ => $"{Dependent.Name} – {Principal.Name}",
    };
}
