namespace Readme.First;
#region readme-first-program
using Akka.Actor;
using AkkaOrm;
using static AkkaOrm.Query;

public sealed record Country(int Id, string Code, string Name);

public sealed record Traveler
{
    public int Id { get; init; }
    public required string Name { get; init; }
    [DefaultSql("now()")] public DateTimeOffset CreatedAt { get; init; }
    public int? DestinationId { get; init; }
    public ToOne<Country?> Destination { get; init; }
}

public static class Travel
{
    public static readonly Model Model = Model.Create(m => m.Entity<Country>().Entity<Traveler>());

    public static async Task Main(string[] args)
    {
        using var system = ActorSystem.Create("travel");
        await using var orm = Orm.Start(system, Model, args[0]);          // connects at first use
        await orm.Schema.CreateAsync();
        await using var session = orm.OpenSession();                      // an actor; holds no connection
        var norway = session.Add(new Country(0, "NO", "Norway"));         // staged: nothing is sent yet
        var ann = session.Add(new Traveler { Name = "Ann", Destination = norway.Key });
        var stored = (await session.CommitAsync()).Of(ann);               // key and CreatedAt came with the INSERT
        var t = await session.SingleAsync(From<Traveler>().Where(x => x.Id == stored.Id).Include(x => x.Destination));
        Console.WriteLine($"{t.Name} goes to {t.Destination.Value.Name}");
        session.Update(t, x => x with { Name = "Anna" });                 // one column changed, one column is written
        await session.CommitAsync();
    }
}
#endregion
