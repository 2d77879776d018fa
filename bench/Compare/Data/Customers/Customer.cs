using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Customers;

/// <summary>A customer of the orders in EF Core's own benchmarks: 16 columns.</summary>
[Table("customers")]
internal sealed record Customer
{
    [Key, Column("id"), DatabaseGenerated(DatabaseGeneratedOption.Identity)] public int Id { get; set; }
    [Column("title")] public string Title { get; set; } = "";
    [Column("first_name")] public string FirstName { get; set; } = "";
    [Column("last_name")] public string LastName { get; set; } = "";
    [Column("date_of_birth")] public DateTime DateOfBirth { get; set; }
    [Column("is_loyalty_member")] public bool IsLoyaltyMember { get; set; }
    [Column("joined")] public DateTime Joined { get; set; }
    [Column("opted_out_of_marketing")] public bool OptedOutOfMarketing { get; set; }
    [Column("phone")] public string Phone { get; set; } = "";
    [Column("email")] public string Email { get; set; } = "";
    [Column("address_line_one")] public string AddressLineOne { get; set; } = "";
    [Column("address_line_two")] public string AddressLineTwo { get; set; } = "";
    [Column("city")] public string City { get; set; } = "";
    [Column("state_or_province")] public string StateOrProvince { get; set; } = "";
    [Column("zip_or_postal_code")] public string ZipOrPostalCode { get; set; } = "";
    [Column("country")] public string Country { get; set; } = "";

    /// <summary>The <paramref name="i"/>th one, without a key; the e-mail address tells them apart.</summary>
    public static Customer Make(int i) => new()
    {
        Title = i % 2 == 0 ? "Mr" : "Ms",
        FirstName = $"First {i}",
        LastName = $"Last {i}",
        DateOfBirth = new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i % 9000),
        IsLoyaltyMember = i % 3 == 0,
        Joined = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i),
        OptedOutOfMarketing = i % 5 == 0,
        Phone = $"+44 20 {i:0000000}",
        Email = $"customer{i}@example.org",
        AddressLineOne = $"{i} Example Street",
        AddressLineTwo = "Back door",
        City = "Exampleton",
        StateOrProvince = "Exampleshire",
        ZipOrPostalCode = $"EX{i % 100} 1PL",
        Country = "United Kingdom",
    };

    public static Customer[] Make(int first, int count) => [.. Enumerable.Range(first, count).Select(i => Make(i))];
}
