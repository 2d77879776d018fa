using System.Collections.Immutable;
using System.Reflection;

namespace AkkaOrm.Models;

/// <summary>How a value of a type is made: a constructor, what its parameters take, and what is assigned after (init accessors included).</summary>
/// <param name="Constructor">Null for a struct without one: its default is assigned to.</param>
/// <param name="Arguments">One a parameter, in order.</param>
internal sealed record Construction(Type Type, ConstructorInfo? Constructor, ImmutableArray<MemberSource> Arguments, ImmutableArray<(PropertyInfo Member, MemberSource Source)> Assignments);

/// <summary>Where a constructor argument or a member takes its value from.</summary>
internal abstract record MemberSource(Type Type)
{
    /// <summary>A column. <paramref name="Type"/> may be nullable or a <c>Deferred</c>.</summary>
    internal sealed record Column(Type Type, Property Property) : MemberSource(Type);

    /// <summary>A value object over several columns. It is null when <paramref name="IsNullable"/> and all its columns are null.</summary>
    internal sealed record ValueObject(Type Type, Construction Construction, bool IsNullable) : MemberSource(Type);

    /// <summary>A relation: not loaded, with the owner's key, until a loader sets it.</summary>
    internal sealed record Related(Type Type, Relation Relation) : MemberSource(Type);

    /// <summary>A parameter nothing is mapped to: its default.</summary>
    internal sealed record Default(Type Type, object? Value) : MemberSource(Type);
}
