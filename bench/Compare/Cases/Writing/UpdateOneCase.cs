using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Dapper;
using Npgsql;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>linq2db's Update, Object: one customer, read before, is changed and saved.</summary>
internal sealed class UpdateOneCase : SlicesCase
{
    private const string Update = "UPDATE customers SET first_name = @name WHERE id = @id";

    public override string Name => "update-one";
    public override string Title => "units that change a column of one customer they have read, one after the other";
    public override string? Remark => "AkkaOrm and EF Core find out what has changed; linq2db writes all columns of the object, raw and Dapper the one that they know of.";

    protected override int Units(Arena arena) => arena.Size(100, 5);
    protected override int Read => 1;

    protected override IEnumerable<Contender> Contenders() =>
    [
        Ours(async (_, read) =>
        {
            read.With.Update(read.Customers[0], c => c with { FirstName = c.FirstName + " Modified" });
            await read.With.CommitAsync().ConfigureAwait(false);
            return [];
        }),
        Plain("raw", async (_, customers) =>
        {
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            await using var command = new NpgsqlCommand("UPDATE customers SET first_name = $1 WHERE id = $2", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customers[0].FirstName + " Modified" });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = customers[0].Id });
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return [];
        }),
        Plain("dapper", async (_, customers) =>
        {
            await using var connection = await Arena.DataSource.OpenConnectionAsync().ConfigureAwait(false);
            await connection.ExecuteAsync(Update, new { name = customers[0].FirstName + " Modified", id = customers[0].Id }).ConfigureAwait(false);
            return [];
        }),
        EfCore(async (_, read) =>
        {
            read.Customers[0].FirstName += " Modified";
            await read.With.SaveChangesAsync().ConfigureAwait(false);
            return [];
        }),
        Plain("linq2db", async (_, customers) =>
        {
            await using var db = Linq2Db.Open(Linq);
            customers[0].FirstName += " Modified";
            await CustomersLinq.UpdateOneAsync(db, customers[0]).ConfigureAwait(false);
            return [];
        }),
    ];
}
