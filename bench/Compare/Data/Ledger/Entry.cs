using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>An amount booked on an account. The program makes its key, so that nobody has to ask for it.</summary>
[Table("entries")]
internal sealed class Entry
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public long Id { get; set; }
    [Column("account_id")] public int AccountId { get; set; }
    [Column("amount")] public int Amount { get; set; }
}
