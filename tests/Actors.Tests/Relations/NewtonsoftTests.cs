using Akka.Actor;
using Akka.Serialization;
using Xunit;

namespace AkkaOrm.Tests.Relations;

/// <summary>L2: entities stand in users' own messages, which Akka's default serializer carries.</summary>
public sealed class NewtonsoftTests : IDisposable
{
    public sealed record Region(int Id);
    public sealed record Country(int Id, ToOne<Region?> Region = default, ToMany<City> Cities = default);
    public sealed record City(Guid Id, string Name);
    public sealed record Visit
    {
        public int Id { get; init; }
        public ToOne<Country> Country { get; init; }
        public Deferred<string?> Notes { get; init; }
    }
    public sealed record Tell(Visit Visit);

    private static readonly City Oslo = new(Guid.NewGuid(), "Oslo"), Bergen = new(Guid.NewGuid(), "Bergen");
    private readonly ActorSystem _system = ActorSystem.Create("newtonsoft");

    public void Dispose() => _system.Dispose();

    [Fact]
    public void What_is_not_loaded_arrives_not_loaded()
    {
        var arrived = Sent(new Visit { Id = 1 });
        Assert.Equal(new Visit { Id = 1 }, arrived);
        Assert.False(arrived.Country.IsLoaded);
        Assert.False(arrived.Notes.IsLoaded);
        Assert.Throws<NotLoadedException>(() => arrived.Country.Value);
    }

    [Fact]
    public void What_is_loaded_arrives_with_its_values()
    {
        var arrived = Sent(new Visit { Id = 1, Country = new Country(3, null, [Oslo, Bergen]), Notes = "x" });
        Assert.Equal(3, arrived.Country.Value.Id);
        Assert.True(arrived.Country.Value.Region == null);
        Assert.Equal([Oslo, Bergen], arrived.Country.Value.Cities);
        Assert.Equal("x", arrived.Notes.Value);
    }

    [Fact]
    public void Loaded_and_empty_is_not_the_same_as_not_loaded()
    {
        var arrived = Sent(new Visit { Country = new Country(3, default, []), Notes = (string?)null });
        Assert.False(arrived.Country.Value.Region.IsLoaded);
        Assert.True(arrived.Country.Value.Cities.IsLoaded);
        Assert.True(arrived.Notes.IsLoaded);
    }

    [Fact]
    public void A_key_arrives_with_its_type()
    {
        foreach (var key in new object[] { 7, 7L, (short)7, Guid.NewGuid(), "NO", new DateOnly(2026, 1, 2), (1, Guid.NewGuid()) })
        {
            var visit = new Visit { Country = ToOne.ByKey(key) };
            Assert.Equal(visit.Country, Sent(visit).Country);
        }
    }

    [Fact]
    public void A_temporary_key_stays_one()
    {
        var visit = new Visit { Country = new RelatedKey(Guid.NewGuid(), typeof(Country)) };
        var arrived = Sent(visit);
        Assert.Equal(visit.Country, arrived.Country);
        Assert.Equal(typeof(Country), ((AkkaOrm.Relations.IToOneState)arrived.Country).TemporaryEntity);
    }

    [Fact]
    public void A_difference_is_refused_rather_than_lost()
    {
        var visit = new Visit { Country = new Country(3, default, default(ToMany<City>).Add(Oslo)) };
        var error = Record.Exception(() => Sent(visit));
        Assert.IsType<NotLoadedException>(error!.GetBaseException());
    }

    private Visit Sent(Visit visit)
    {
        var serializer = _system.Serialization.FindSerializerFor(new Tell(visit));
        Assert.IsType<NewtonSoftJsonSerializer>(serializer);
        return ((Tell)serializer.FromBinary(serializer.ToBinary(new Tell(visit)), typeof(Tell))).Visit;
    }
}
