using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>Collects what is mapped, for <see cref="Model.Create"/>. Naming an entity twice adds to what was said of it before.</summary>
public sealed class ModelBuilder
{
    private readonly ModelDraft _draft;

    internal ModelBuilder(ModelDraft draft) => _draft = draft;

    /// <summary>Maps a class by its conventions and attributes.</summary>
    public ModelBuilder Entity<T>() where T : class
    {
        _draft.Entity(typeof(T));
        return this;
    }

    /// <summary>Maps a class by its conventions and attributes, and by what <paramref name="map"/> says over them.</summary>
    public ModelBuilder Entity<T>(Action<EntityBuilder<T>> map) where T : class
    {
        map(new(_draft, _draft.Entity(typeof(T))));
        return this;
    }

    /// <inheritdoc cref="Entity{T}(Action{EntityBuilder{T}})"/>
    public ModelBuilder Entity<T>(IEntityConfiguration<T> map) where T : class => Entity<T>(map.Configure);

    /// <summary>Maps every class of an assembly that has <c>[Table]</c>, and every one that has an <see cref="IEntityConfiguration{T}"/> there.</summary>
    public ModelBuilder EntitiesOf(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (type.IsDefined(typeof(TableAttribute), false)) _draft.Entity(type);
            if (type.GetConstructor(Type.EmptyTypes) is null) continue;
            foreach (var configured in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityConfiguration<>)))
                Configure.MakeGenericMethod(configured.GetGenericArguments()).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [Activator.CreateInstance(type)], null);
        }
        return this;
    }

    /// <summary>How tables and columns are named where nothing else is said; <see cref="Naming.SnakeCase"/> unless this is called.</summary>
    public ModelBuilder UseNaming(Naming naming)
    {
        _draft.Naming = naming;
        return this;
    }

    private static readonly MethodInfo Configure = typeof(ModelBuilder).GetMethods().Single(m => m.Name == nameof(Entity) && m.GetParameters() is [{ ParameterType: { IsGenericType: true } t }] && t.GetGenericTypeDefinition() == typeof(IEntityConfiguration<>));
}
