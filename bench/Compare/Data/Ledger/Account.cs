using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>An account with what was booked on it, as AkkaOrm sees it.</summary>
[Table("accounts")]
internal sealed class Account : IAccount
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("owner")] public string Owner { get; set; } = "";
    [Column("balance")] public long Balance { get; set; }
    public ToMany<Entry> Entries { get; set; }

    IEnumerable<Entry> IAccount.Booked => Entries;
}
