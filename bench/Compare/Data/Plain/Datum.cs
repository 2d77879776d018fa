using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Npgsql;
using NpgsqlTypes;
using LinqIdentity = LinqToDB.Mapping.IdentityAttribute;
using LinqKey = LinqToDB.Mapping.PrimaryKeyAttribute;

namespace AkkaOrm.Compare.Data.Plain;

/// <summary>The row that Npgsql's own benchmarks insert, and a key.</summary>
[Table("data")]
internal sealed class Datum
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.Identity), LinqKey, LinqIdentity, Column("id")] public int Id { get; set; }
    [Column("int1")] public int Int1 { get; set; }
    [Column("text1")] public string Text1 { get; set; } = "";
    [Column("int2")] public int Int2 { get; set; }
    [Column("text2")] public string Text2 { get; set; } = "";

    public static readonly PlainTable<Datum> Table = new(
        "data",
        [("int1", "int"), ("text1", "text"), ("int2", "int"), ("text2", "text")],
        i => new Datum { Int1 = i, Text1 = $"first {i}", Int2 = i * 8, Text2 = $"second {i}" },
        rows =>
        [
            new NpgsqlParameter<int[]>("c0", Array.ConvertAll(rows, r => r.Int1)),
            new NpgsqlParameter<string[]>("c1", Array.ConvertAll(rows, r => r.Text1)),
            new NpgsqlParameter<int[]>("c2", Array.ConvertAll(rows, r => r.Int2)),
            new NpgsqlParameter<string[]>("c3", Array.ConvertAll(rows, r => r.Text2)),
        ],
        async (writer, r) =>
        {
            await writer.WriteAsync(r.Int1, NpgsqlDbType.Integer).ConfigureAwait(false);
            await writer.WriteAsync(r.Text1, NpgsqlDbType.Text).ConfigureAwait(false);
            await writer.WriteAsync(r.Int2, NpgsqlDbType.Integer).ConfigureAwait(false);
            await writer.WriteAsync(r.Text2, NpgsqlDbType.Text).ConfigureAwait(false);
        });
}
