using System.ComponentModel.DataAnnotations;

namespace AkkaOrm.Testing;

public sealed record Region(int Id, string Name);

public sealed record Country
{
    public int Id { get; init; }
    public required string Code { get; init; }
    public int? RegionId { get; init; }
    public ToOne<Region?> Region { get; init; }
    public ToMany<Traveler> Travelers { get; init; }
}

public sealed record Traveler
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public int Age { get; init; }
    [DefaultSql("now()")] public DateTimeOffset CreatedAt { get; init; }
    public int? DestinationId { get; init; }
    public ToOne<Country?> Destination { get; init; }
    public ToMany<Tag> Tags { get; init; }
}

public sealed record Tag { public int Id { get; init; } public required string Name { get; init; } public ToMany<Traveler> Travelers { get; init; } }

public sealed record Ticket { public Guid Id { get; init; } public required string Seat { get; init; } [Timestamp] public uint Version { get; init; } }

public sealed record Line(string Name, string? Code, int Age);

internal static class Travel
{
    public static readonly Model Model = Model.Create(m => m
        .Entity<Region>().Entity<Country>().Entity<Traveler>().Entity<Ticket>()
        .Entity<Tag>(e => e.HasMany(x => x.Travelers).WithMany(x => x.Tags).Through("traveler_tag")));
}
