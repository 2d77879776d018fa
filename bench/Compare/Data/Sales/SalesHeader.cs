using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using LinqAssociation = LinqToDB.Mapping.AssociationAttribute;

namespace AkkaOrm.Compare.Data.Sales;

/// <summary>The 26 columns of the table that linq2db's benchmarks read: AdventureWorks' sales orders.</summary>
internal abstract class HeaderColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("revision_number")] public short RevisionNumber { get; set; }
    [Column("order_date")] public DateTime OrderDate { get; set; }
    [Column("due_date")] public DateTime DueDate { get; set; }
    [Column("ship_date")] public DateTime? ShipDate { get; set; }
    [Column("status")] public short Status { get; set; }
    [Column("is_online")] public bool IsOnline { get; set; }
    [Column("number")] public string Number { get; set; } = "";
    [Column("purchase_number")] public string? PurchaseNumber { get; set; }
    [Column("account_number")] public string? AccountNumber { get; set; }
    [Column("customer_id")] public int CustomerId { get; set; }
    [Column("sales_person_id")] public int? SalesPersonId { get; set; }
    [Column("territory_id")] public int? TerritoryId { get; set; }
    [Column("bill_to_address_id")] public int BillToAddressId { get; set; }
    [Column("ship_to_address_id")] public int ShipToAddressId { get; set; }
    [Column("ship_method_id")] public int ShipMethodId { get; set; }
    [Column("credit_card_id")] public int? CreditCardId { get; set; }
    [Column("approval_code")] public string? ApprovalCode { get; set; }
    [Column("currency_rate_id")] public int? CurrencyRateId { get; set; }
    [Column("sub_total")] public decimal SubTotal { get; set; }
    [Column("tax")] public decimal Tax { get; set; }
    [Column("freight")] public decimal Freight { get; set; }
    [Column("total_due")] public decimal TotalDue { get; set; }
    [Column("comment")] public string? Comment { get; set; }
    [Column("row_guid")] public Guid RowGuid { get; set; }
    [Column("modified_date")] public DateTime ModifiedDate { get; set; }
}

/// <summary>As AkkaOrm has it.</summary>
[Table("sales_headers")]
internal sealed class SalesHeader : HeaderColumns
{
    public ToMany<SalesDetail> Details { get; init; }
}

/// <summary>As EF Core, linq2db and code by hand have it.</summary>
[Table("sales_headers")]
internal sealed class PeerHeader : HeaderColumns
{
    [LinqAssociation(ThisKey = nameof(Id), OtherKey = nameof(PeerDetail.HeaderId))] public List<PeerDetail> Details { get; set; } = [];
}
