using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>A relation from <typeparamref name="T"/>, which holds the foreign key, to one <typeparamref name="R"/>; nothing is mapped until its other side is said.</summary>
public sealed class ToOneBuilder<T, R> where T : class where R : class
{
    private readonly ModelDraft _model;
    private readonly EntityDraft _entity;
    private readonly string _member;

    internal ToOneBuilder(ModelDraft model, EntityDraft entity, string member) => (_model, _entity, _member) = (model, entity, member);

    /// <summary>Many <typeparamref name="T"/> may refer to one <typeparamref name="R"/>.</summary>
    /// <param name="inverse">The property of the other side, when it has one.</param>
    public RelationBuilder<T, R> WithMany(Expression<Func<R, IToMany<T>>>? inverse = null) => With(inverse, isOneToOne: false, nameof(WithMany));

    /// <summary>At most one <typeparamref name="T"/> refers to an <typeparamref name="R"/>: the foreign key is unique.</summary>
    /// <param name="inverse">The property of the other side, when it has one.</param>
    public RelationBuilder<T, R> WithOne(Expression<Func<R, IToOne<T?>>>? inverse = null) => With(inverse, isOneToOne: true, nameof(WithOne));

    private RelationBuilder<T, R> With(LambdaExpression? inverse, bool isOneToOne, string method) =>
        new(_model, _model.Relate(typeof(T), _member, typeof(R), _model.NameOf(_entity, method, inverse), isOneToOne));
}
