namespace AkkaOrm;

/// <summary>A part of an entity that may be not loaded: <see cref="ToOne{T}"/>, <see cref="ToMany{T}"/>, <see cref="Deferred{T}"/>. What Include and LoadAsync name.</summary>
public interface IRelation
{
    /// <summary>False for <c>default</c>: nothing is known, and saving leaves it as it is.</summary>
    bool IsLoaded { get; }
}

/// <summary>A relation to entities of one type. Covariant: a parameter <c>IRelation&lt;R?&gt;</c> takes <c>ToOne&lt;Country?&gt;</c> and <c>ToOne&lt;Country&gt;</c> alike, and R is Country.</summary>
/// <typeparam name="T">The related entity.</typeparam>
public interface IRelation<out T> : IRelation where T : class?;

/// <summary>A relation to at most one entity.</summary>
/// <typeparam name="T">The related entity; nullable where the relation is optional.</typeparam>
public interface IToOne<out T> : IRelation<T> where T : class?;

/// <summary>A relation to many entities.</summary>
/// <typeparam name="T">The related entity.</typeparam>
public interface IToMany<out T> : IRelation<T> where T : class;
