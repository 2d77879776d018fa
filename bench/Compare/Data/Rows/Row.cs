using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Rows;

/// <summary>A small row, as there are millions of.</summary>
[Table("rows")]
internal sealed class Row
{
    [Key, Column("id")] public int Id { get; set; }
    [Column("name")] public string Name { get; set; } = "";
    [Column("amount")] public decimal Amount { get; set; }
    [Column("at")] public DateTime At { get; set; }
}
