using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Npgsql;
using NpgsqlTypes;
using LinqIdentity = LinqToDB.Mapping.IdentityAttribute;
using LinqKey = LinqToDB.Mapping.PrimaryKeyAttribute;

namespace AkkaOrm.Compare.Data.Plain;

/// <summary>The row that linq2db's benchmarks insert: AdventureWorks' credit cards.</summary>
[Table("credit_cards")]
internal sealed class CreditCard
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.Identity), LinqKey, LinqIdentity, Column("id")] public int Id { get; set; }
    [Column("card_type")] public string CardType { get; set; } = "";
    [Column("card_number")] public string CardNumber { get; set; } = "";
    [Column("exp_month")] public short ExpMonth { get; set; }
    [Column("exp_year")] public short ExpYear { get; set; }
    [Column("modified_date")] public DateTime ModifiedDate { get; set; }

    public static readonly PlainTable<CreditCard> Table = new(
        "credit_cards",
        [("card_type", "text"), ("card_number", "text"), ("exp_month", "smallint"), ("exp_year", "smallint"), ("modified_date", "timestamptz")],
        i => new CreditCard
        {
            CardType = i % 2 == 0 ? "Vista" : "ColonialVoice",
            CardNumber = $"{33330000000000L + i}",
            ExpMonth = (short)(1 + i % 12),
            ExpYear = (short)(2026 + i % 4),
            ModifiedDate = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i),
        },
        rows =>
        [
            new NpgsqlParameter<string[]>("c0", Array.ConvertAll(rows, r => r.CardType)),
            new NpgsqlParameter<string[]>("c1", Array.ConvertAll(rows, r => r.CardNumber)),
            new NpgsqlParameter<short[]>("c2", Array.ConvertAll(rows, r => r.ExpMonth)),
            new NpgsqlParameter<short[]>("c3", Array.ConvertAll(rows, r => r.ExpYear)),
            new NpgsqlParameter<DateTime[]>("c4", Array.ConvertAll(rows, r => r.ModifiedDate)),
        ],
        async (writer, r) =>
        {
            await writer.WriteAsync(r.CardType, NpgsqlDbType.Text).ConfigureAwait(false);
            await writer.WriteAsync(r.CardNumber, NpgsqlDbType.Text).ConfigureAwait(false);
            await writer.WriteAsync(r.ExpMonth, NpgsqlDbType.Smallint).ConfigureAwait(false);
            await writer.WriteAsync(r.ExpYear, NpgsqlDbType.Smallint).ConfigureAwait(false);
            await writer.WriteAsync(r.ModifiedDate, NpgsqlDbType.TimestampTz).ConfigureAwait(false);
        });
}
