using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Notes;

/// <summary>A row whose key the server makes.</summary>
[Table("notes")]
internal sealed class Note
{
    [Key, Column("id"), DatabaseGenerated(DatabaseGeneratedOption.Identity)] public int Id { get; set; }
    [Column("text")] public string Text { get; set; } = "";
    [Column("weight")] public int Weight { get; set; }
}
