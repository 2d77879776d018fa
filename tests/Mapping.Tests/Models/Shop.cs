using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
namespace AkkaOrm.Tests.Models;

// 1. immutable record, init and required
[Table("traveler")]
public sealed record Traveler
{
    public int Id { get; init; }                                       // identity by convention
    public required string Name { get; init; }
    public int Age { get; init; }
    [DefaultSql("now()")] public DateTimeOffset CreatedAt { get; init; }
    public int? DestinationId { get; init; }
    public ToOne<Country?> Destination { get; init; }
    public ToMany<Visit> Visits { get; init; }
    public Deferred<string?> Diary { get; init; }                      // read only when asked for
}

// 2. positional record; attributes of parameters are read too
public sealed record Country(int Id, [MaxLength(2)] string Code, string Name, ToOne<Region> Region = default)
{
    public int RegionId { get; init; }
    public ToMany<Traveler> Travelers { get; init; }
}
public sealed record Region(int Id, string Name, ToMany<Country> Countries = default);

// 3. composite key, each part a foreign key
public sealed record Visit
{
    [Key, Column(Order = 0)] public int TravelerId { get; init; }
    [Key, Column(Order = 1)] public int CountryId { get; init; }
    public DateOnly On { get; init; }
    public ToOne<Traveler> Traveler { get; init; }
    public ToOne<Country> Country { get; init; }
}

// 4. mutable class, self reference
public class Employee
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public int? ManagerId { get; set; }
    public ToOne<Employee?> Manager { get; set; }
    public ToMany<Employee> Reports { get; set; }
}

// 5. many-to-many: both sides ToMany; 6. with payload: an entity of its own
public sealed record Playlist { public int Id { get; init; } public required string Name { get; init; } public ToMany<Track> Tracks { get; init; } }
public sealed record Track { public int Id { get; init; } public required string Name { get; init; } public ToMany<Playlist> Playlists { get; init; } }

// 7. value object, enum, version
public enum OrderState { Open, Paid, Shipped }
[ComplexType] public sealed record Money(decimal Amount, string Currency);
public readonly record struct Point(double X, double Y);
public readonly record struct OrderId(Guid Value);
public sealed record Order
{
    public OrderId Id { get; init; }
    public OrderState State { get; init; }
    public required Money Total { get; init; }
    public Point? Where { get; init; }
    [Timestamp] public uint Version { get; init; }                     // xmin, shown
    public ToOne<Traveler> Buyer { get; init; }                        // no foreign key property: a shadow one
    public ToMany<OrderLine> Lines { get; init; }
}
public sealed record OrderLine { public int Id { get; init; } public int Number { get; init; } public required string Article { get; init; } public ToOne<Order> Order { get; init; } }

public sealed class EmployeeMapping : IEntityConfiguration<Employee>
{
    public void Configure(EntityBuilder<Employee> employee) => employee.HasOne(x => x.Manager).WithMany(x => x.Reports).HasForeignKey(x => x.ManagerId).OnDelete(DeleteBehavior.SetNull);
}

public static class Shop
{
    public static readonly Model Model = Model.Create(m => m
        .Entity<Traveler>().Entity<Country>().Entity<Region>().Entity<Visit>()
        .Entity(new EmployeeMapping())
        .Entity<Playlist>(e => e.HasMany(x => x.Tracks).WithMany(x => x.Playlists).Through("playlist_track"))
        .Entity<Track>()
        .Entity<OrderLine>()
        .Entity<Order>(e =>
        {
            e.HasOne(x => x.Buyer).WithMany();                         // ToOne<Traveler>: required
            e.HasMany(x => x.Lines).WithOne(x => x.Order).DeleteOrphans().OrderBy(x => x.Number);
            e.ComplexProperty(x => x.Where);
            e.Property(x => x.Id).HasConversion(id => id.Value, value => new OrderId(value));
            e.Property(x => x.State).HasColumnType("text");
            e.HasIndex(x => new { x.State, x.Version });
            e.HasFilter("open", x => x.State != OrderState.Shipped);
        }));
}
