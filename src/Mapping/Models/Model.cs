using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm;

/// <summary>What is mapped, checked once and then immutable: shared by any number of threads, systems and sessions.</summary>
public sealed class Model
{
    private readonly FrozenDictionary<Type, EntityType> _byType;

    private Model(ModelParts parts)
    {
        EntityTypes = parts.EntityTypes;
        _byType = EntityTypes.ToFrozenDictionary(t => t.ClrType);
        Tables = TableMaker.Tables(EntityTypes);
    }

    /// <summary>No changes yet: where a unit as a value begins.</summary>
    public Changes Changes => field ??= Changes.Of(this);

    internal ImmutableArray<EntityType> EntityTypes { get; }

    /// <summary>Those of entities in their order, then link tables.</summary>
    internal ImmutableArray<Table> Tables { get; }

    /// <summary>Makes a model of what <paramref name="build"/> says, by conventions and attributes where it says nothing.</summary>
    /// <exception cref="ModelException">Every fault at once, with the names of classes and properties.</exception>
    public static Model Create(Action<ModelBuilder> build)
    {
        var draft = new ModelDraft();
        build(new(draft));
        return new(ModelPhases.Run(draft));
    }

    /// <summary>The quoted name of an entity's table, with its schema where the model names one: for SQL texts.</summary>
    /// <exception cref="StatementException"><typeparamref name="T"/> is not part of this model.</exception>
    public SqlName Table<T>() where T : class => Entity(typeof(T)) is { Schema: { } schema } type ? new(schema, type.Table) : new(Entity(typeof(T)).Table);

    /// <summary>The quoted name of a property's column: for SQL texts.</summary>
    /// <exception cref="StatementException"><typeparamref name="T"/> is not part of this model, or the lambda names no column of it.</exception>
    public SqlName Column<T>(Expression<Func<T, object?>> property) where T : class
    {
        var type = Entity(typeof(T));
        return MemberNames.Of(property) is [var name] && type.Property(name) is { } column ? new(column.Column)
            : throw new StatementException($"{property} names no column of {type.Name}.") { Hint = $"write x => x.Name for one of: {string.Join(", ", type.Properties.Where(p => !p.IsShadow).Select(p => p.Name))}" };
    }

    internal EntityType? Find(Type type) => _byType.GetValueOrDefault(type);

    /// <inheritdoc cref="Models.ConstraintOwner.Find"/>
    internal ConstraintOwner? ConstraintOwner(string? schema, string table, string? constraint, string? column) => Models.ConstraintOwner.Find(Tables, schema, table, constraint, column);

    /// <summary>The entity of a CLR type.</summary>
    /// <exception cref="StatementException">It is not part of this model.</exception>
    internal EntityType Entity(Type type) => Find(type)
        ?? throw new StatementException($"{ClrName.Of(type)} is not part of this model.") { Hint = $"add .Entity<{ClrName.Of(type)}>() to Model.Create(m => m…), and use the model the value belongs to" };
}
