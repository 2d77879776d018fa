using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Xunit;

namespace AkkaOrm.Tests.Relations;

/// <summary>L2: an entity can be written as JSON whatever is loaded.</summary>
public class AkkaOrmJsonTests
{
    private static readonly JsonSerializerOptions Ours = new JsonSerializerOptions().AddAkkaOrm();
    private static readonly JsonSerializerOptions Reading = new JsonSerializerOptions().AddAkkaOrm(readRelations: true);

    [Fact]
    public void What_is_not_loaded_is_left_out() =>
        Assert.Equal("""{"Id":1,"Name":"Ann"}""", JsonSerializer.Serialize(new Traveler { Id = 1, Name = "Ann" }, Ours));

    [Fact]
    public void Without_options_what_is_not_loaded_says_so()
    {
        const string mark = """{"$notLoaded":true}""";
        var text = JsonSerializer.Serialize(new Traveler { Id = 1, Name = "Ann" });
        Assert.Equal($$"""{"Id":1,"Name":"Ann","Destination":{{mark}},"Trips":{{mark}},"Diary":{{mark}}}""", text);
        Assert.Equal(new Traveler { Id = 1, Name = "Ann" }, JsonSerializer.Deserialize<Traveler>(text));
    }

    [Fact]
    public void What_is_loaded_is_written_and_null_is_loaded()
    {
        var ann = new Traveler { Id = 1, Name = "Ann", Destination = null, Trips = [new Trip(5)], Diary = "x" };
        Assert.Equal("""{"Id":1,"Name":"Ann","Destination":null,"Trips":[{"Id":5}],"Diary":"x"}""", JsonSerializer.Serialize(ann, Ours));
    }

    [Fact]
    public void A_key_alone_is_not_loaded() =>
        Assert.Equal("""{"Id":5}""", JsonSerializer.Serialize(new Trip(5, ToOne.ByKey(1)), Ours));

    [Fact]
    public void What_leads_back_to_an_ancestor_is_left_out() =>
        Assert.Equal("""{"Id":3,"Code":"NO","Travelers":[{"Id":1,"Name":"T1"},{"Id":2,"Name":"T2"}]}""", JsonSerializer.Serialize(Country.WithTravelers(1, 2), Ours));

    [Fact]
    public void A_copy_of_an_ancestor_is_one_too()
    {
        var copy = Country.WithTravelers(1) with { Code = "no" };
        Assert.Equal("""{"Id":3,"Code":"no","Travelers":[{"Id":1,"Name":"T1"}]}""", JsonSerializer.Serialize(copy, Ours));
    }

    [Fact]
    public void An_entity_met_twice_that_is_no_ancestor_is_written_twice()
    {
        var norway = new Country { Id = 3, Code = "NO" };
        var text = JsonSerializer.Serialize(new[] { new Traveler { Id = 1, Destination = norway }, new Traveler { Id = 2, Destination = norway } }, Ours);
        Assert.Equal(2, text.Split("\"Code\":\"NO\"").Length - 1);
    }

    [Fact]
    public void Without_options_a_cycle_ends_all_the_same()
    {
        var text = JsonSerializer.Serialize(Country.WithTravelers(1));
        Assert.Contains("""{"$ancestor":true}""", text);
        Assert.True(text.Length < 500, text);
    }

    [Fact]
    public void A_failure_in_the_middle_leaves_nothing_behind_on_the_thread()
    {
        var options = new JsonSerializerOptions { Converters = { new Refusing() } }.AddAkkaOrm();
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new Traveler { Id = 1, Trips = [new Trip(5)] }, options));
        Assert.Equal("""{"Id":1,"Name":"","Trips":[{"Id":5}]}""", JsonSerializer.Serialize(new Traveler { Id = 1, Trips = [new Trip(5)] }, Ours));
    }

    [Fact]
    public async Task Bodies_written_at_once_do_not_see_each_other()
    {
        var graph = Country.WithTravelers([.. Enumerable.Range(1, 500)]);
        var expected = JsonSerializer.Serialize(graph, Ours);
        var bodies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var body = new MemoryStream();
            await JsonSerializer.SerializeAsync(body, graph, Ours);
            return System.Text.Encoding.UTF8.GetString(body.ToArray());
        })));
        Assert.All(bodies, body => Assert.Equal(expected, body));
    }

    [Fact]
    public void A_body_does_not_bring_relations_but_deferred_columns()
    {
        var read = JsonSerializer.Deserialize<Traveler>("""{"Id":1,"Name":"Ann","Destination":{"Id":3,"Code":"NO"},"Trips":[{"Id":5}],"Diary":"x"}""", Ours)!;
        Assert.Equal("Ann", read.Name);
        Assert.False(read.Destination.IsLoaded);
        Assert.False(read.Trips.IsLoaded);
        Assert.Equal("x", read.Diary.Value);
    }

    [Fact]
    public void Relations_are_read_where_one_asks_for_it()
    {
        var ann = new Traveler { Id = 1, Name = "Ann", Destination = new Country { Id = 3, Code = "NO" }, Trips = [new Trip(5), new Trip(6)], Diary = "x" };
        var read = JsonSerializer.Deserialize<Traveler>(JsonSerializer.Serialize(ann, Reading), Reading)!;
        Assert.Equal(ann, read);
        Assert.Equal("NO", read.Destination.Value!.Code);
        Assert.False(read.Destination.Value.Travelers.IsLoaded);
        Assert.True(JsonSerializer.Deserialize<Traveler>("""{"Destination":null}""", Reading)!.Destination == null);
        Assert.False(JsonSerializer.Deserialize<Traveler>("""{"Trips":null,"Destination":{"$notLoaded":true}}""", Reading)!.Trips.IsLoaded);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Traveler>("""{"Trips":[null]}""", Reading));
    }

    [Fact]
    public void Conditions_set_by_others_hold_beside_ours()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NoTrips } } }.AddAkkaOrm();
        Assert.Equal("""{"Id":1,"Name":""}""", JsonSerializer.Serialize(new Traveler { Id = 1, Trips = [new Trip(5)] }, options));

        static void NoTrips(JsonTypeInfo type)
        {
            foreach (var property in type.Properties)
                if (property.Name == nameof(Traveler.Trips)) property.ShouldSerialize = static (_, _) => false;
        }
    }

    private sealed class Refusing : JsonConverter<Trip>
    {
        public override Trip Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Trip value, JsonSerializerOptions options) => throw new NotSupportedException("no trips");
    }
}
