using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Testing;
using Npgsql;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.UnitsOfWork;

/// <summary>U6, U7: columns of many rows that hold what was sent do not come back, and the values told are those stored all the same.</summary>
public sealed class SparedColumnsTests : IAsyncLifetime
{
    private const int Many = 3 * AsSent.LeastRows;
    private static readonly Model Model = Model.Create(m => m.Entity<Thing>());

    private EphemeralDatabase _database = null!;
    private ActorSystem _system = null!;
    private Orm _orm = null!;

    public async Task InitializeAsync()
    {
        _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("spared");
        _system = ActorSystem.Create("spared");
        _orm = Orm.Start(_system, Model, _database.ConnectionString);
        await _orm.Schema.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _orm.DisposeAsync();
        await _system.Terminate();
        await _database.DisposeAsync();
    }

    public static TheoryData<string> Tables => new()
    {
        "",
        "create function shout() returns trigger language plpgsql as $$ begin new.name := upper(new.name); new.count := new.count + 1; return new; end $$; create trigger shouts before insert or update on thing for each row execute function shout()",
        "alter table thing alter at type timestamptz(0)",
        "alter table thing alter note type char(10), alter name type varchar(50)",
        "create table child () inherits (thing)",
        "alter table thing add extra int default 7",
    };

    [Theory, MemberData(nameof(Tables))]
    public async Task What_is_told_of_many_rows_is_what_is_stored(string change)
    {
        if (change.Length > 0) await ExecuteAsync(change);
        await using var session = _orm.OpenSession();
        session.AddRange(Enumerable.Range(0, Many).Select(Make));
        var added = (await session.CommitAsync()).All<Thing>();
        Assert.Equal(await StoredAsync(), added);

        foreach (var thing in added) session.Update(thing, t => t with { Name = t.Name + "!", Note = null, Price = 1.005m });
        var updated = (await session.CommitAsync()).All<Thing>();
        Assert.Equal(await StoredAsync(), updated);

        // What is told is also what the next change is compared with.
        foreach (var thing in updated) session.Update(thing, t => t with { Count = 5, Raw = [9] });
        var again = (await session.CommitAsync()).All<Thing>();
        Assert.Equal(await StoredAsync(), again);
    }

    [Fact]
    public async Task Rows_of_a_session_that_read_them_are_known_whole_after_an_update()
    {
        await using (var writer = _orm.OpenSession())
        {
            writer.AddRange(Enumerable.Range(0, Many).Select(Make));
            await writer.CommitAsync();
        }
        await using var session = _orm.OpenSession();
        var things = await session.FetchAsync(From<Thing>().OrderBy(t => t.Id));
        foreach (var thing in things) session.Update(thing, t => t with { Name = "new" });
        var plan = await session.ExplainAsync();
        Assert.Contains(plan.Statements, s => s.Contains("THEN NULL ELSE t.\"name\" END"));
        Assert.Equal(await StoredAfterAsync(session), await StoredAsync());
    }

    [Fact]
    public async Task Inside_an_open_transaction_rows_come_back_whole()
    {
        await using var session = _orm.OpenSession();
        session.AddRange(Enumerable.Range(0, Many).Select(Make));
        var added = (await session.CommitAsync()).All<Thing>();
        await using var transaction = await session.BeginAsync();
        foreach (var thing in added) session.Update(thing, t => t with { Name = "first" });
        var first = (await session.FlushAsync()).All<Thing>();
        await session.ExecuteAsync($"update thing set count = 77");
        foreach (var thing in first) session.Update(thing, t => t with { Name = "second" });
        var second = (await session.FlushAsync()).All<Thing>();
        Assert.All(second, t => Assert.Equal(("second", 77), (t.Name, t.Count)));
        await transaction.CommitAsync();
        Assert.Equal(await StoredAsync(), second);
    }

    [Fact]
    public async Task A_trigger_made_since_a_transactions_snapshot_is_not_overlooked()
    {
        await using var session = _orm.OpenSession();
        await using var transaction = await session.BeginAsync(UnitOptions.RepeatableRead);
        Assert.Empty(await session.FetchAsync(From<Thing>().Where(t => t.Id < 0)));
        await ExecuteAsync("create function shout() returns trigger language plpgsql as $$ begin new.name := upper(new.name); return new; end $$; create trigger shouts before insert on thing for each row execute function shout()");
        session.AddRange(Enumerable.Range(0, Many).Select(Make));
        var added = (await session.FlushAsync()).All<Thing>();
        await transaction.CommitAsync();
        Assert.Equal(await StoredAsync(), added);
    }

    [Fact]
    public async Task A_column_that_the_server_makes_of_others_is_told_as_it_makes_it()
    {
        await ExecuteAsync($"alter table thing drop column note; alter table thing add note text generated always as (upper(name)) stored; insert into thing (name, count, at, day, price, weight, owner, raw, is_on) select 'n' || i, i, now(), now(), i, i, gen_random_uuid(), '', false from generate_series(1, {Many}) i");
        await using var session = _orm.OpenSession();
        foreach (var thing in await session.FetchAsync(From<Thing>())) session.Update(thing, t => t with { Name = t.Name + "x" });
        var updated = (await session.CommitAsync()).All<Thing>();
        Assert.Equal(Many, updated.Count);
        Assert.All(updated, t => Assert.Equal(t.Name.ToUpperInvariant(), t.Note));
    }

    private static async Task<List<Thing>> StoredAfterAsync(Session session) => [.. (await session.CommitAsync()).All<Thing>()];

    private async Task<List<Thing>> StoredAsync()
    {
        await using var session = _orm.OpenSession();
        return [.. await session.FetchAsync(From<Thing>().OrderBy(t => t.Id))];
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Thing Make(int i) => new()
    {
        Name = $"thing {i}",
        Note = i % 3 == 0 ? null : $"n{i}",
        Count = i,
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)).AddTicks(i * 7),
        Day = new DateOnly(2026, 1, 1).AddDays(i),
        Price = i / 3m,
        Weight = i % 4 == 0 ? double.NaN : i / 7d,
        Owner = Guid.CreateVersion7(),
        Raw = [(byte)i, 0, 255],
        IsOn = i % 2 == 0,
    };

    public sealed record Thing
    {
        public int Id { get; init; }
        public required string Name { get; init; }
        [MaxLength(20)] public string? Note { get; init; }
        public int Count { get; init; }
        public DateTimeOffset At { get; init; }
        public DateOnly Day { get; init; }
        [Column(TypeName = "numeric(12,2)")] public decimal Price { get; init; }
        public double Weight { get; init; }
        public Guid Owner { get; init; }
        public byte[] Raw { get; init; } = [];
        public bool IsOn { get; init; }
        [Timestamp] public uint Version { get; init; }

        public bool Equals(Thing? other) => other is not null
            && (Id, Name, Note, Count, At, Day, Price) == (other.Id, other.Name, other.Note, other.Count, other.At, other.Day, other.Price)
            && Weight.Equals(other.Weight) && (Owner, IsOn, Version) == (other.Owner, other.IsOn, other.Version) && Raw.AsSpan().SequenceEqual(other.Raw);

        public override int GetHashCode() => Id;
    }
}
