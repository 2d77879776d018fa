using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>Says how one entity is mapped, over its conventions and attributes.</summary>
/// <remarks>Properties are named by lambdas: <c>x => x.Name</c>, <c>x => x.Total.Amount</c> for a part of a value object, <c>x => new { x.A, x.B }</c> for several. A lambda that names none is a fault of the model.</remarks>
public sealed class EntityBuilder<T> where T : class
{
    private readonly ModelDraft _model;
    private readonly EntityDraft _entity;

    internal EntityBuilder(ModelDraft model, EntityDraft entity) => (_model, _entity) = (model, entity);

    /// <summary>The table or view; without a schema it is found by the connection's <c>search_path</c>.</summary>
    public EntityBuilder<T> ToTable(string name, string? schema = null)
    {
        (_entity.TableName, _entity.SchemaName) = (name, schema);
        return this;
    }

    /// <summary>The key: one property, or several in key order.</summary>
    public EntityBuilder<T> HasKey<K>(Expression<Func<T, K>> key)
    {
        var names = Names(key, nameof(HasKey));
        if (_entity.KeyNames is { } known && !known.SequenceEqual(names)) _model.Faults.Add($"{_entity.Name} has two keys: ({string.Join(", ", known)}) and ({string.Join(", ", names)}).");
        _entity.KeyNames = names;
        return this;
    }

    /// <summary>Says how one column is mapped.</summary>
    public PropertyBuilder<P> Property<P>(Expression<Func<T, P>> property) => new(_entity.OptionsOf(Name(property, nameof(Property))));

    /// <summary>A property whose type is a value object: its parts are columns of this table, named after both (<c>total_amount</c>). Null when all its columns are.</summary>
    public EntityBuilder<T> ComplexProperty<P>(Expression<Func<T, P>> property)
    {
        _entity.ValueObjects.Add(Name(property, nameof(ComplexProperty)));
        return this;
    }

    /// <summary>A relation to at most one row: say next what it looks like from the other side.</summary>
    public ToOneBuilder<T, R> HasOne<R>(Expression<Func<T, IToOne<R?>>> relation) where R : class => new(_model, _entity, Name(relation, nameof(HasOne)));

    /// <summary>A relation to many rows: say next what it looks like from the other side.</summary>
    public ToManyBuilder<T, R> HasMany<R>(Expression<Func<T, IToMany<R>>> relation) where R : class => new(_model, _entity, Name(relation, nameof(HasMany)));

    /// <summary>An index that the schema has. A version that is <c>xmin</c> is left out of it: PostgreSQL indexes no system columns.</summary>
    public IndexBuilder HasIndex<K>(Expression<Func<T, K>> columns)
    {
        var names = Names(columns, nameof(HasIndex));
        var index = _entity.Indexes.FirstOrDefault(i => i.Names.SequenceEqual(names));
        if (index is null) _entity.Indexes.Add(index = new IndexDraft { Names = names });
        return new(index);
    }

    /// <summary>A condition that every query on the entity carries.</summary>
    /// <param name="name">By which a query switches it off.</param>
    public EntityBuilder<T> HasFilter(string name, Expression<Func<T, bool>> filter)
    {
        if (_entity.Filters.Any(f => f.Name == name)) _model.Faults.Add($"{_entity.Name} has two filters named \"{name}\".");
        _entity.Filters.Add(new(name, filter));
        return this;
    }

    /// <summary>The column that tells one state of a row from the next: a <c>uint</c> shows <c>xmin</c>; a <c>short</c>, <c>int</c> or <c>long</c> is a column that every update counts up.</summary>
    public EntityBuilder<T> HasVersion<V>(Expression<Func<T, V>> property)
    {
        var name = Name(property, nameof(HasVersion));
        if (_entity.VersionName is { } known && known != name) _model.Faults.Add($"{_entity.Name} has two versions: {known} and {name}.");
        _entity.VersionName = name;
        return this;
    }

    /// <summary>No version: the last writer wins, silently.</summary>
    public EntityBuilder<T> HasNoVersion()
    {
        _entity.HasNoVersion = true;
        return this;
    }

    private string Name(LambdaExpression lambda, string method) => Names(lambda, method) is [var one] ? one : Refuse(lambda, method);

    private IReadOnlyList<string> Names(LambdaExpression lambda, string method) => MemberNames.Of(lambda) is { Count: > 0 } names ? names : [Refuse(lambda, method)];

    private string Refuse(LambdaExpression lambda, string method) => _model.Refuse(_entity, method, lambda);
}
