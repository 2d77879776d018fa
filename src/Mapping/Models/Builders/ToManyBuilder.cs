using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>A relation from <typeparamref name="T"/> to many <typeparamref name="R"/>; nothing is mapped until its other side is said.</summary>
public sealed class ToManyBuilder<T, R> where T : class where R : class
{
    private readonly ModelDraft _model;
    private readonly EntityDraft _entity;
    private readonly string _member;

    internal ToManyBuilder(ModelDraft model, EntityDraft entity, string member) => (_model, _entity, _member) = (model, entity, member);

    /// <summary>Each <typeparamref name="R"/> belongs to one <typeparamref name="T"/> and holds the foreign key.</summary>
    /// <param name="inverse">The property of the other side, when it has one.</param>
    public RelationBuilder<R, T> WithOne(Expression<Func<R, IToOne<T?>>>? inverse = null) =>
        new(_model, _model.Relate(typeof(R), _model.NameOf(_entity, nameof(WithOne), inverse), typeof(T), _member, isOneToOne: false));

    /// <summary>Many to many, through a link table.</summary>
    /// <param name="inverse">The property of the other side, when it has one.</param>
    public LinkBuilder<T, R> WithMany(Expression<Func<R, IToMany<T>>>? inverse = null) =>
        new(_model.Link(typeof(T), _member, typeof(R), _model.NameOf(_entity, nameof(WithMany), inverse)));
}
