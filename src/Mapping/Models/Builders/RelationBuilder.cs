using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>Says how a relation is kept.</summary>
/// <typeparam name="D">The dependent: it holds the foreign key.</typeparam>
/// <typeparam name="P">The principal: it is referred to.</typeparam>
public sealed class RelationBuilder<D, P> where D : class where P : class
{
    private readonly ModelDraft _model;
    private readonly RelationDraft _relation;

    internal RelationBuilder(ModelDraft model, RelationDraft relation) => (_model, _relation) = (model, relation);

    /// <summary>The foreign key: properties of the dependent, in the order of the key they refer to. Without it they are found by name, or are columns that only the database has.</summary>
    public RelationBuilder<D, P> HasForeignKey<K>(Expression<Func<D, K>> key)
    {
        _relation.ForeignKeyNames = Names(typeof(D), key, nameof(HasForeignKey));
        return this;
    }

    /// <summary>What is referred to, when it is not the principal's key; it gets a unique index.</summary>
    public RelationBuilder<D, P> HasPrincipalKey<K>(Expression<Func<P, K>> key)
    {
        _relation.PrincipalKeyNames = Names(typeof(P), key, nameof(HasPrincipalKey));
        return this;
    }

    /// <summary>Whether a dependent must have a principal, where the C# types do not say it.</summary>
    public RelationBuilder<D, P> IsRequired(bool required = true)
    {
        _relation.Required = required;
        return this;
    }

    /// <summary>What the database does with dependents when their principal is deleted.</summary>
    public RelationBuilder<D, P> OnDelete(DeleteBehavior behavior)
    {
        _relation.DeleteBehavior = behavior;
        return this;
    }

    /// <summary>A dependent that is taken out of its principal's collection, and put into no other, is deleted.</summary>
    public RelationBuilder<D, P> DeleteOrphans()
    {
        _relation.DeleteOrphans = true;
        return this;
    }

    /// <summary>The order of the collection where a query names none.</summary>
    public RelationBuilder<D, P> OrderBy<K>(Expression<Func<D, K>> key)
    {
        _relation.OrderByNames = Names(typeof(D), key, nameof(OrderBy));
        return this;
    }

    private IReadOnlyList<string> Names(Type entity, LambdaExpression lambda, string method) =>
        MemberNames.Of(lambda) is { Count: > 0 } names ? names : [_model.Refuse(_model.Known(entity), method, lambda)];
}
