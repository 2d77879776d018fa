namespace AkkaOrm.Sessions;

public sealed record Guest
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public int Nights { get; init; }
    public ToMany<Bag> Bags { get; init; }
}

public sealed record Bag(int Id, int GuestId, ToOne<Guest> Guest = default);

public static class Desk
{
    public static readonly Model Model = Model.Create(m => m.Entity<Guest>(e => e.HasIndex(g => g.Name).IsUnique()).Entity<Bag>());
}
