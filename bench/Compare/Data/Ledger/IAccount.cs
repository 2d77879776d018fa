namespace AkkaOrm.Compare.Data.Ledger;

/// <summary>What is compared of an account.</summary>
internal interface IAccount
{
    int Id { get; }
    string Owner { get; }
    long Balance { get; }
    IEnumerable<Entry> Booked { get; }
}
