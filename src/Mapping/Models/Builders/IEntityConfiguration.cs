namespace AkkaOrm;

/// <summary>The mapping of one entity in a class of its own. It needs a parameterless constructor to be found by <see cref="ModelBuilder.EntitiesOf"/>.</summary>
public interface IEntityConfiguration<T> where T : class
{
    /// <summary>Says how <typeparamref name="T"/> is mapped; called once a model.</summary>
    void Configure(EntityBuilder<T> entity);
}
