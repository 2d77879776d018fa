using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Readings;

/// <summary>A row of ten columns of the usual types, two of them often null.</summary>
/// <remarks>One class for all: AkkaOrm, EF Core and linq2db read the same attributes.</remarks>
[Table("readings")]
internal sealed class MeterReading
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("meter_id")] public int MeterId { get; set; }
    [Column("place")] public string Place { get; set; } = "";
    [Column("remark")] public string? Remark { get; set; }
    [Column("price")] public decimal Price { get; set; }
    [Column("quantity")] public int? Quantity { get; set; }
    [Column("taken_at")] public DateTime TakenAt { get; set; }
    [Column("level")] public double Level { get; set; }
    [Column("is_estimate")] public bool IsEstimate { get; set; }
    [Column("total")] public long Total { get; set; }
}
