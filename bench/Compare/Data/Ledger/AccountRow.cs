using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>The same, with the list that everybody else fills.</summary>
[Table("accounts")]
internal sealed class AccountRow : IAccount
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("owner")] public string Owner { get; set; } = "";
    [Column("balance")] public long Balance { get; set; }
    public List<Entry> Entries { get; set; } = [];

    IEnumerable<Entry> IAccount.Booked => Entries;
}
