namespace AkkaOrm.Tests.Relations;

// Entities of no model: their keys are found by convention.
public sealed record Country
{
    public int Id { get; init; }
    public string Code { get; init; } = "";
    public ToMany<Traveler> Travelers { get; init; }

    /// <summary>A graph with a cycle, as the materialiser makes them: the country of each traveler is this instance.</summary>
    public static Country WithTravelers(params int[] ids)
    {
        var country = new Country { Id = 3, Code = "NO" };
        var travelers = ids.Select(id => new Traveler { Id = id, Name = $"T{id}", Destination = country });
        typeof(Country).GetProperty(nameof(Travelers))!.SetValue(country, new ToMany<Traveler>(travelers));
        return country;
    }
}

public sealed record Traveler
{
    public int Id { get; init; }
    public string Name { get; init; } = "";
    public ToOne<Country?> Destination { get; init; }
    public ToMany<Trip> Trips { get; init; }
    public Deferred<string?> Diary { get; init; }
}

public sealed record Trip(int Id, ToOne<Traveler> Traveler = default);
