using System.Collections.Immutable;
using System.Diagnostics.Contracts;
using System.Reflection;
using AkkaOrm.Relations;
using Xunit;

namespace AkkaOrm.Tests.Relations;

/// <summary>L1, L2, U6: collections that are loaded, not loaded, read in part, and changed by value.</summary>
public class ToManyTests
{
    private static readonly RelationInfo Trips = new("Traveler", "Trips");
    private static readonly Trip One = new(1), Two = new(2), Three = new(3);

    [Fact]
    public void Default_is_not_loaded_and_says_nothing()
    {
        var trips = default(ToMany<Trip>);
        Assert.False(trips.IsLoaded);
        Assert.Equal("(not loaded)", trips.ToString());
        Assert.Throws<NotLoadedException>(() => trips.Count);
        Assert.Throws<NotLoadedException>(() => trips[0]);
        Assert.Throws<NotLoadedException>(() => trips.Contains(One));
        Assert.Throws<NotLoadedException>(() => { foreach (var _ in trips) { } });
        IToManyState state = trips;
        Assert.Null(state.Items);
        Assert.Empty(state.Added);
        Assert.Empty(state.Removed);
    }

    [Fact]
    public void A_collection_expression_makes_a_whole_collection()
    {
        ToMany<Trip> none = [], some = [One, .. new[] { Two }];
        Assert.True(none.IsLoaded);
        Assert.Empty(none);
        Assert.Equal(ToMany<Trip>.Empty, none);
        Assert.Equal([One, Two], some);
        Assert.False(some.IsPartial);
        Assert.Equal("[Trip#1, Trip#2]", some.ToString());
        Assert.Equal([Two, Three], (ToMany<Trip>)[.. some.Where(t => t.Id > 1), Three]);
    }

    [Fact]
    public void What_a_session_did_not_load_names_entity_key_and_property()
    {
        var error = Assert.Throws<NotLoadedException>(() => ToMany<Trip>.NotLoaded(Trips, 7).Count);
        Assert.Equal(("Traveler", (object)7, "Trips"), (error.Entity, error.Key!, error.Path));
        error = Assert.Throws<NotLoadedException>(() => ToMany<Trip>.NotLoaded(Trips, 7).Add(One).Count);
        Assert.Equal(("Traveler", (object)7, "Trips"), (error.Entity, error.Key!, error.Path));
    }

    [Fact]
    public void Every_change_gives_a_new_value_and_leaves_the_old_one()
    {
        ToMany<Trip> trips = [One, Two];
        Assert.Equal([One, Two, Three], trips.Add(Three));
        Assert.Equal([Two], trips.Remove(new Trip(1)));
        Assert.Equal([One, Three], trips.Replace(Two, Three));
        Assert.Equal([One, Two, Three, One], trips.AddRange([Three, One]));
        Assert.Equal([One, Two], trips);
        Assert.Equal(trips, trips.Remove(Three));
        Assert.True(trips.Contains(new Trip(2)));
    }

    [Fact]
    public void Replacing_what_is_not_there_is_refused()
    {
        ToMany<Trip> trips = [One];
        Assert.StartsWith("Trip#3 is not in [Trip#1]", Assert.Throws<ArgumentException>(() => trips.Replace(Three, Two)).Message);
    }

    [Fact]
    public void A_dropped_result_is_seen_by_the_analyzers()
    {
        foreach (var name in new[] { "Add", "AddRange", "Remove", "Replace" })
            Assert.NotNull(typeof(ToMany<Trip>).GetMethod(name)!.GetCustomAttribute<PureAttribute>());
    }

    [Fact]
    public void Adding_and_removing_without_loading_is_a_difference()
    {
        var trips = ToMany<Trip>.NotLoaded(Trips, 7).Add(One).Remove(Two);
        Assert.False(trips.IsLoaded);
        Assert.Equal("(not loaded) + Trip#1 - Trip#2", trips.ToString());
        AssertDifference(trips, [One], [Two]);
        Assert.NotEqual(default, trips);
        Assert.Equal(default(ToMany<Trip>).Add(One).Remove(Two), trips);
        Assert.Equal(default(ToMany<Trip>).Add(One).Remove(Two).GetHashCode(), trips.GetHashCode());
    }

    [Fact]
    public void In_a_difference_the_last_word_about_an_entity_holds()
    {
        AssertDifference(default(ToMany<Trip>).Add(One).Remove(One), [], [One]);
        AssertDifference(default(ToMany<Trip>).Remove(One).Add(One), [One], []);
        AssertDifference(default(ToMany<Trip>).Remove(One).Remove(One), [], [One]);
        AssertDifference(default(ToMany<Trip>).Replace(One, Two), [Two], [One]);
        AssertDifference(default(ToMany<Trip>).Replace(One, new Trip(1)), [], []);
    }

    [Fact]
    public void A_new_entity_put_in_and_taken_out_leaves_no_trace()
    {
        var fresh = new Trip(0);
        AssertDifference(default(ToMany<Trip>).Add(fresh).Remove(fresh), [], []);
    }

    [Fact]
    public void A_collection_read_in_part_keeps_its_difference()
    {
        var part = ToMany<Trip>.Loaded([One, Two], partial: true, Trips, 7);
        Assert.True(part.IsPartial);
        AssertDifference(part, [], []);
        var changed = part.Add(Three).Remove(One);
        Assert.True(changed.IsPartial);
        Assert.Equal([Two, Three], changed);
        AssertDifference(changed, [Three], [One]);
        AssertDifference(part.Remove(One).Add(One), [], []);
        AssertDifference(part.Add(Three).Remove(Three), [], []);
        AssertDifference(part.Remove(Three), [], [Three]);
        AssertDifference(part.Replace(One, Three), [Three], [One]);
        Assert.Equal([Three, Two], part.Replace(One, Three));
        AssertDifference(part.Replace(One, new Trip(1)), [], []);
    }

    [Fact]
    public void A_collection_read_in_part_and_written_anew_is_not_partial()
    {
        var part = ToMany<Trip>.Loaded([One, Two], partial: true, Trips, 7);
        ToMany<Trip> anew = [.. part, Three];
        Assert.False(anew.IsPartial);
    }

    [Fact]
    public void Of_a_whole_collection_the_items_say_all()
    {
        var whole = ToMany<Trip>.Loaded([One], partial: false, Trips, 7).Add(Two).Remove(One);
        AssertDifference(whole, [], []);
        Assert.Equal([Two], ((IToManyState)whole).Items!);
    }

    [Fact]
    public void Equal_means_the_same_keys_in_the_same_order()
    {
        ToMany<Trip> trips = [One, Two];
        Assert.Equal(trips, (ToMany<Trip>)[new Trip(1), new Trip(2)]);
        Assert.Equal(trips.GetHashCode(), ((ToMany<Trip>)[new Trip(1), new Trip(2)]).GetHashCode());
        Assert.True(trips != (ToMany<Trip>)[Two, One]);
        Assert.False(trips == default);
        Assert.False((ToMany<Trip>)[] == default);
        Assert.True((ToMany<Trip>)[new Trip(0)] != (ToMany<Trip>)[new Trip(0)]);
    }

    [Fact]
    public void Null_is_no_entity()
    {
        Assert.Throws<ArgumentException>(() => ToMany<Trip>.Empty.Add(null!));
        Assert.Throws<ArgumentNullException>(() => ToMany<Trip>.Empty.Remove(null!));
        Assert.Throws<ArgumentException>(() => new ToMany<Trip>([null!]));
    }

    private static void AssertDifference(ToMany<Trip> trips, ImmutableArray<Trip> added, ImmutableArray<Trip> removed)
    {
        IToManyState state = trips;
        Assert.Equal(added, state.Added.Cast<Trip>());
        Assert.Equal(removed, state.Removed.Cast<Trip>());
    }
}
