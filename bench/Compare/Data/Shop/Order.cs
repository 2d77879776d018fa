using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using LinqAssociation = LinqToDB.Mapping.AssociationAttribute;

namespace AkkaOrm.Compare.Data.Shop;

/// <summary>The fourteen columns of an order in EF Core's benchmarks.</summary>
internal abstract class OrderColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("date")] public DateTime Date { get; set; }
    [Column("special_requests")] public string? SpecialRequests { get; set; }
    [Column("order_discount")] public decimal OrderDiscount { get; set; }
    [Column("discount_reason")] public string? DiscountReason { get; set; }
    [Column("tax")] public decimal Tax { get; set; }
    [Column("addressee")] public string Addressee { get; set; } = "";
    [Column("address_line_one")] public string AddressLineOne { get; set; } = "";
    [Column("address_line_two")] public string? AddressLineTwo { get; set; }
    [Column("city")] public string City { get; set; } = "";
    [Column("state_or_province")] public string StateOrProvince { get; set; } = "";
    [Column("zip_or_postal_code")] public string ZipOrPostalCode { get; set; } = "";
    [Column("country")] public string Country { get; set; } = "";
    [Column("customer_id")] public int CustomerId { get; set; }
}

/// <summary>As AkkaOrm has it.</summary>
[Table("orders")]
internal sealed class Order : OrderColumns
{
    public ToOne<Customer> Customer { get; init; }
}

/// <summary>As EF Core, linq2db and code by hand have it.</summary>
[Table("orders")]
internal sealed class PeerOrder : OrderColumns
{
    [LinqAssociation(ThisKey = nameof(CustomerId), OtherKey = nameof(PeerCustomer.Id), CanBeNull = false)] public PeerCustomer Customer { get; set; } = null!;
}

/// <summary>An order's columns and its customer's.</summary>
internal sealed record OrderLetter(string? Title, string FirstName, string LastName, DateTime Date, string Addressee, decimal Tax, string City);
