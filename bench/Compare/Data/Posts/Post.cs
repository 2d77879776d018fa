using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Posts;

/// <summary>A row of the table that Dapper's own benchmark reads: a long text, two times, nine numbers that are null.</summary>
/// <remarks>One class for all: AkkaOrm, EF Core and linq2db read the same attributes.</remarks>
[Table("posts")]
internal sealed class Post
{
    [Key, Column("id")] public int Id { get; set; }
    [Column("text")] public string Text { get; set; } = "";
    [Column("creation_date")] public DateTime CreationDate { get; set; }
    [Column("last_change_date")] public DateTime LastChangeDate { get; set; }
    [Column("counter1")] public int? Counter1 { get; set; }
    [Column("counter2")] public int? Counter2 { get; set; }
    [Column("counter3")] public int? Counter3 { get; set; }
    [Column("counter4")] public int? Counter4 { get; set; }
    [Column("counter5")] public int? Counter5 { get; set; }
    [Column("counter6")] public int? Counter6 { get; set; }
    [Column("counter7")] public int? Counter7 { get; set; }
    [Column("counter8")] public int? Counter8 { get; set; }
    [Column("counter9")] public int? Counter9 { get; set; }
}
