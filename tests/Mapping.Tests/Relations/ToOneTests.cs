using AkkaOrm.Relations;
using Xunit;

namespace AkkaOrm.Tests.Relations;

/// <summary>L1, L2: what is loaded and what is not, as a value.</summary>
public class ToOneTests
{
    private static readonly RelationInfo Destination = new("Traveler", "Destination");
    private static readonly Country Norway = new() { Id = 3, Code = "NO" };

    [Fact]
    public void Default_is_not_loaded_and_is_not_a_change()
    {
        var relation = default(ToOne<Country?>);
        Assert.False(relation.IsLoaded);
        Assert.False(((IToOneState)relation).IsSet);
        Assert.Equal("(not loaded)", relation.ToString());
        Assert.Throws<NotLoadedException>(() => relation.HasValue);
        Assert.Throws<NotLoadedException>(() => relation.ValueOrNull);
    }

    [Fact]
    public void Null_is_a_loaded_state()
    {
        ToOne<Country?> relation = (Country?)null;
        Assert.True(relation.IsLoaded);
        Assert.False(relation.HasValue);
        Assert.Null(relation.ValueOrNull);
        Assert.Throws<NoResultException>(() => relation.Value);
        Assert.Equal("(none)", relation.ToString());
        Assert.True(relation == null);
        Assert.False(default(ToOne<Country?>) == null);
        IToOneState state = relation;
        Assert.True(state is { IsSet: true, IsNone: true, Target: null, Key: null });
    }

    [Fact]
    public void An_entity_is_a_loaded_state()
    {
        ToOne<Country> relation = Norway;
        Assert.True(relation.HasValue);
        Assert.Same(Norway, relation.Value);
        Assert.Equal("Country#3", relation.ToString());
        Assert.True(relation == Norway);
        Assert.Same(Norway, ((IToOneState)relation).Target);
    }

    [Fact]
    public void A_key_says_make_it_so_without_being_loaded()
    {
        ToOne<Country> relation = ToOne.ByKey(578);
        Assert.False(relation.IsLoaded);
        Assert.Equal("Country#578 (not loaded)", relation.ToString());
        Assert.Throws<NotLoadedException>(() => relation.Value);
        IToOneState state = relation;
        Assert.True(state is { IsSet: true, IsNone: false, Target: null, Key: 578, TemporaryEntity: null });
    }

    [Fact]
    public void The_temporary_key_of_a_new_entity_is_told_from_a_key_of_the_database()
    {
        var temporary = Guid.NewGuid();
        ToOne<Country> relation = new RelatedKey(temporary, typeof(Country));
        IToOneState state = relation;
        Assert.Equal(temporary, state.Key);
        Assert.Equal(typeof(Country), state.TemporaryEntity);
        Assert.Equal("new Country (not loaded)", relation.ToString());
        Assert.NotEqual(relation, (ToOne<Country>)ToOne.ByKey(temporary));
    }

    [Fact]
    public void The_key_of_a_new_entity_of_another_class_is_refused_at_once()
    {
        var key = new RelatedKey(Guid.NewGuid(), typeof(Trip));
        var error = Assert.Throws<ArgumentException>(() => { ToOne<Country> _ = key; });
        Assert.StartsWith("the key of a new Trip was given for a relation to Country", error.Message);
        Assert.Throws<ArgumentException>(() => { ToOne<Country> _ = default(RelatedKey); });
        Assert.Throws<ArgumentNullException>(() => ToOne.ByKey(null!));
    }

    [Fact]
    public void What_a_session_did_not_load_names_entity_key_and_property()
    {
        var relation = ToOne<Country?>.NotLoaded(Destination, 7);
        Assert.False(((IToOneState)relation).IsSet);
        var error = Assert.Throws<NotLoadedException>(() => relation.Value);
        Assert.Equal(("Traveler", (object)7, "Destination"), (error.Entity, error.Key!, error.Path));
        Assert.Equal(default, relation);
        Assert.Equal(default(ToOne<Country?>).GetHashCode(), relation.GetHashCode());
    }

    [Fact]
    public void Equal_means_the_same_load_state_and_the_same_key()
    {
        ToOne<Country> loaded = Norway, copy = new Country { Id = 3, Code = "other" }, other = new Country { Id = 4 }, byKey = ToOne.ByKey(3);
        Assert.Equal(loaded, copy);
        Assert.Equal(loaded.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(loaded, other);
        Assert.NotEqual(loaded, byKey);
        Assert.Equal(byKey, ToOne.ByKey(3));
        Assert.NotEqual(loaded, default);
        Assert.Equal(loaded, ToOne<Country>.Loaded(Norway, Destination, 7));
        Assert.Equal((ToOne<Country?>)null, ToOne<Country?>.Loaded(null, Destination, 7));
    }

    [Fact]
    public void Entities_without_a_key_are_equal_only_to_themselves()
    {
        var one = new Country();
        Assert.Equal((ToOne<Country>)one, one);
        Assert.NotEqual((ToOne<Country>)one, new Country());
        Assert.Equal("new Country", ((ToOne<Country>)one).ToString());
    }

    [Fact]
    public void A_record_in_a_cycle_has_an_end_to_its_equality_hash_and_text()
    {
        var (one, two) = (Country.WithTravelers(1, 2), Country.WithTravelers(1, 2));
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.Contains("Travelers = [Traveler#1, Traveler#2]", one.ToString());
    }

    [Fact]
    public void Optional_and_required_relations_are_one_to_a_parameter_that_is_covariant()
    {
        static bool Loaded(IRelation<Country?> relation) => relation.IsLoaded;
        Assert.True(Loaded((ToOne<Country>)Norway));
        Assert.False(Loaded(default(ToOne<Country?>)));
    }
}
