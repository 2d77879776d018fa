using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using LinqAssociation = LinqToDB.Mapping.AssociationAttribute;

namespace AkkaOrm.Compare.Data.Shop;

/// <summary>The sixteen columns of a customer in EF Core's benchmarks.</summary>
internal abstract class CustomerColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("title")] public string? Title { get; set; }
    [Column("first_name")] public string FirstName { get; set; } = "";
    [Column("last_name")] public string LastName { get; set; } = "";
    [Column("date_of_birth")] public DateTime? DateOfBirth { get; set; }
    [Column("is_loyalty_member")] public bool IsLoyaltyMember { get; set; }
    [Column("joined")] public DateTime Joined { get; set; }
    [Column("opted_out_of_marketing")] public bool OptedOutOfMarketing { get; set; }
    [Column("phone")] public string? Phone { get; set; }
    [Column("email")] public string? Email { get; set; }
    [Column("address_line_one")] public string AddressLineOne { get; set; } = "";
    [Column("address_line_two")] public string? AddressLineTwo { get; set; }
    [Column("city")] public string City { get; set; } = "";
    [Column("state_or_province")] public string StateOrProvince { get; set; } = "";
    [Column("zip_or_postal_code")] public string ZipOrPostalCode { get; set; } = "";
    [Column("country")] public string Country { get; set; } = "";
}

/// <summary>As AkkaOrm has it.</summary>
[Table("customers")]
internal sealed class Customer : CustomerColumns
{
    public ToMany<Order> Orders { get; init; }
}

/// <summary>As EF Core, linq2db and code by hand have it.</summary>
[Table("customers")]
internal sealed class PeerCustomer : CustomerColumns
{
    [LinqAssociation(ThisKey = nameof(Id), OtherKey = nameof(PeerOrder.CustomerId))] public List<PeerOrder> Orders { get; set; } = [];
}
