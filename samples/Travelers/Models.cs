using System.ComponentModel.DataAnnotations;
using AkkaOrm;

namespace Travelers;

/// <summary>A country of ISO 3166-1. Positional: the constructor's parameters are the columns.</summary>
public sealed record Country(int Id, [MaxLength(2)] string Code, string Name, string Region)
{
    public ToMany<Traveler> Travelers { get; init; }
}

/// <summary>Someone on the way. <see cref="CreatedAt"/> is given by the server when it is not set.</summary>
public sealed record Traveler
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public int Age { get; init; }
    [DefaultSql("now()")] public DateTimeOffset CreatedAt { get; init; }
    public int? DestinationId { get; init; }
    public ToOne<Country?> Destination { get; init; }
}

internal static class Travel
{
    public static readonly Model Model = Model.Create(m => m.Entity<Country>().Entity<Traveler>());
}
