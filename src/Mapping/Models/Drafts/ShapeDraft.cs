using System.Reflection;

namespace AkkaOrm.Models;

/// <summary>A class or struct whose mapped members are known: an entity, or a value object in one.</summary>
internal sealed class ShapeDraft(Type type)
{
    public Type Type { get; } = type;
    public List<MemberDraft> Members { get; } = [];
    public ConstructorInfo? Constructor { get; set; }

    /// <summary>By constructor parameter: what is passed; null for the parameter's own default.</summary>
    public IReadOnlyList<MemberDraft?> Arguments { get; set; } = [];
}

/// <summary>A mapped member: of the three below, one.</summary>
internal sealed class MemberDraft(PropertyInfo member)
{
    public PropertyInfo Member { get; } = member;
    public string Name => Member.Name;

    public PropertyDraft? Column { get; init; }

    public ShapeDraft? ValueObject { get; init; }

    /// <summary>The CLR type that a relation leads to.</summary>
    public Type? Target { get; init; }
    public bool IsMany { get; init; }

    /// <summary>Of a value object or a to-one relation; null where C# does not say.</summary>
    public bool? IsNullable { get; init; }
    public string? ForeignKeyNames { get; init; }
    public string? InverseName { get; init; }

    /// <summary>The relation this became an end of.</summary>
    public object? Relation { get; set; }

    public bool CanAssign => Member.SetMethod is not null;
}
