using System.ComponentModel.DataAnnotations;
using AkkaOrm;

namespace Integration.Tests.Sessions;

public sealed record Country
{
    public int Id { get; init; }
    [MaxLength(2)] public required string Code { get; init; }
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
    public ToMany<Trip> Trips { get; init; }
}

public sealed record Trip(int Id, DateOnly On, int TravelerId, ToOne<Traveler> Traveler = default);

public sealed record Node
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public int? ParentId { get; init; }
    public ToOne<Node?> Parent { get; init; }
    public ToMany<Node> Children { get; init; }
}

public static class Travel
{
    public static readonly Model Model = Model.Create(m => m
        .Entity<Country>(e => e.HasIndex(c => c.Code).IsUnique())
        .Entity<Traveler>()
        .Entity<Trip>()
        .Entity<Node>(e => e.HasOne(x => x.Parent).WithMany(x => x.Children).HasForeignKey(x => x.ParentId)));
}
