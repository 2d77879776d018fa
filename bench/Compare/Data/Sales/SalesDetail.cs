using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Sales;

/// <summary>The 11 columns of a sales order's line.</summary>
internal abstract class DetailColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("header_id")] public int HeaderId { get; set; }
    [Column("tracking_number")] public string? TrackingNumber { get; set; }
    [Column("quantity")] public short Quantity { get; set; }
    [Column("product_id")] public int ProductId { get; set; }
    [Column("offer_id")] public int OfferId { get; set; }
    [Column("unit_price")] public decimal UnitPrice { get; set; }
    [Column("discount")] public decimal Discount { get; set; }
    [Column("line_total")] public decimal LineTotal { get; set; }
    [Column("row_guid")] public Guid RowGuid { get; set; }
    [Column("modified_date")] public DateTime ModifiedDate { get; set; }
}

/// <summary>As AkkaOrm has it.</summary>
[Table("sales_details")]
internal sealed class SalesDetail : DetailColumns
{
    public ToOne<SalesHeader> Header { get; init; }
}

/// <summary>As EF Core, linq2db and code by hand have it.</summary>
[Table("sales_details")]
internal sealed class PeerDetail : DetailColumns
{
    [ForeignKey(nameof(HeaderId))] public PeerHeader Header { get; set; } = null!;
}
