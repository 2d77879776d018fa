using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Shop;

/// <summary>A product with the twelve columns of EF Core's benchmarks.</summary>
[Table("products")]
internal sealed class Product
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("name")] public string Name { get; set; } = "";
    [Column("description")] public string Description { get; set; } = "";
    [Column("sku")] public string Sku { get; set; } = "";
    [Column("retail")] public decimal Retail { get; set; }
    [Column("current_price")] public decimal CurrentPrice { get; set; }
    [Column("target_stock_level")] public int TargetStockLevel { get; set; }
    [Column("actual_stock_level")] public int ActualStockLevel { get; set; }
    [Column("reorder_stock_level")] public int? ReorderStockLevel { get; set; }
    [Column("quantity_on_order")] public int QuantityOnOrder { get; set; }
    [Column("next_shipment_expected")] public DateTime? NextShipmentExpected { get; set; }
    [Column("is_discontinued")] public bool IsDiscontinued { get; set; }
}

/// <summary>Seven of a product's columns.</summary>
internal sealed record ProductLine(int Id, string Name, string Sku, decimal Retail, decimal CurrentPrice, int ActualStockLevel, bool IsDiscontinued);
