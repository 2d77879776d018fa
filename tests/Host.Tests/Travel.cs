namespace AkkaOrm;

public sealed record Traveler { public int Id { get; init; } public required string Name { get; init; } }

internal static class Travel
{
    public static readonly Model Model = Model.Create(m => m.Entity<Traveler>());
}
