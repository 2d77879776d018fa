using System.Collections.Immutable;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>What is mapped, checked once and then immutable.</summary>
public sealed class Model
{
    /// <summary>No changes yet: where a unit as a value begins.</summary>
    public Changes Changes => field ??= Changes.Of(this);

    internal ImmutableArray<EntityType> EntityTypes { get; }

    internal EntityType? Find(Type type) => throw new NotImplementedException();

    /// <summary>The entity of a CLR type.</summary>
    /// <exception cref="StatementException">It is not part of this model.</exception>
    internal EntityType Entity(Type type) => throw new NotImplementedException();
}

/// <summary>What the database does with dependent rows when the row they refer to is deleted.</summary>
public enum DeleteBehavior
{
    /// <summary>Refuses while dependents exist.</summary>
    Restrict,

    /// <summary>Empties their foreign key.</summary>
    SetNull,

    /// <summary>Deletes them.</summary>
    Cascade,
}
