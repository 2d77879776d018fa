using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>What is wrong is told by name, before anything is sent where that can be, and the session lives on.</summary>
public sealed class BadInputTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    public sealed record Stranger
    {
        public int Id { get; init; }
    }

    private static async Task AssertHealthy(Session session)
    {
        await session.RollbackAsync();
        Assert.Null(await session.FindAsync<Traveler>(-1));
    }

    [Fact]
    public async Task An_entity_that_is_not_mapped()
    {
        await using var session = fixture.Orm.OpenSession();
        foreach (var error in new[]
        {
            await Assert.ThrowsAsync<StatementException>(() => session.FindAsync<Stranger>(1)),
            await Assert.ThrowsAsync<StatementException>(() => session.FetchAsync(From<Stranger>())),
            Assert.Throws<StatementException>(() => session.Add(new Stranger())),
        }) Assert.Contains("Stranger", error.Message);
        await AssertHealthy(session);
    }

    [Fact]
    public async Task A_key_that_is_missing_or_of_another_type()
    {
        await using var session = fixture.Orm.OpenSession();
        Assert.Contains("Traveler", (await Assert.ThrowsAsync<InvalidValueException>(() => session.FindAsync<Traveler>("seven"))).Message);
        Assert.Contains("Int32", (await Assert.ThrowsAsync<InvalidValueException>(() => session.FindAsync<Traveler>((1, 2)))).Message);
        Assert.Contains("null", (await Assert.ThrowsAsync<InvalidValueException>(() => session.FindAsync<Traveler>(null!))).Message);
        await AssertHealthy(session);
    }

    [Fact]
    public async Task Null_for_a_non_null_column_and_a_text_with_U_0000()
    {
        await using var session = fixture.Orm.OpenSession();
        var none = Assert.Throws<InvalidValueException>(() => session.Add(new Traveler { Name = null! }));
        Assert.Equal(("Traveler", "Name"), (none.Entity, none.Property));
        var zero = Assert.Throws<InvalidValueException>(() => session.Add(new Traveler { Name = "a\0secret" }));
        Assert.Equal(("Traveler", "Name"), (zero.Entity, zero.Property));
        Assert.DoesNotContain("secret", zero.ToString());
        await Assert.ThrowsAnyAsync<AkkaOrmException>(() => session.FetchAsync(From<Traveler>().Where(t => t.Name == "a\0secret")));
        await Assert.ThrowsAnyAsync<AkkaOrmException>(() => session.ExecuteAsync($"select {"a\0secret"}"));
        Assert.Equal(0, session.Staged.Count);
        await AssertHealthy(session);
    }

    public sealed record Event
    {
        public int Id { get; init; }
        public DateTime At { get; init; }
        [Column(TypeName = "timestamp without time zone")] public DateTime Local { get; init; }
    }

    [Fact]
    public async Task A_DateTime_of_the_wrong_kind()
    {
        var model = Model.Create(m => m.Entity<Event>(e => e.ToTable("event_of_kinds")));
        await using var orm = Orm.Start(fixture.System, model, fixture.ConnectionString);
        await orm.Schema.CreateAsync();
        await using var session = orm.OpenSession();
        var wrong = Assert.Throws<InvalidValueException>(() => session.Add(new Event { At = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Local), Local = new(2026, 1, 1) }));
        Assert.Equal("At", wrong.Property);
        var utc = Assert.Throws<InvalidValueException>(() => session.Add(new Event { At = DateTime.UtcNow, Local = DateTime.UtcNow }));
        Assert.Equal("Local", utc.Property);
        var added = session.Add(new Event { At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), Local = new(2026, 1, 2, 3, 4, 5) });
        var stored = (await session.CommitAsync()).Of(added);
        Assert.Equal(DateTimeKind.Utc, stored.At.Kind);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5), stored.At);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5), stored.Local);
    }

    private static bool Mine(string name) => name.Length > 3;

    [Fact]
    public async Task A_query_that_cannot_be_translated_is_refused_before_it_is_sent()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        var error = await Assert.ThrowsAsync<StatementException>(() => session.FetchAsync(From<Traveler>().Where(t => Mine(t.Name))));
        Assert.Contains("Mine", error.Expression + error.Message);
        Assert.Empty(sent.All);
        await AssertHealthy(session);
    }

    [Fact]
    public async Task A_statement_the_server_refuses_and_stacked_statements()
    {
        await using var session = fixture.Orm.OpenSession();
        var error = await Assert.ThrowsAsync<DatabaseException>(() => session.ExecuteAsync($"update nowhere set x = {1}"));
        Assert.Equal("42P01", error.SqlState);
        var stacked = await Assert.ThrowsAsync<DatabaseException>(() => session.ExecuteAsync($"select 1; drop table traveler"));
        Assert.Equal("42601", stacked.SqlState);
        await AssertHealthy(session);
    }

    [Fact]
    public async Task An_update_of_something_never_loaded()
    {
        await using var session = fixture.Orm.OpenSession();
        session.Update(new Traveler { Id = 1, Name = "never loaded" });
        session.Add(new Traveler { Name = "kept beside a refused change" });
        await Assert.ThrowsAsync<NotTrackedException>(() => session.CommitAsync());
        Assert.Equal(1, (await session.CommitAsync()).RowsAffected);
        await AssertHealthy(session);
    }

    [Fact]
    public async Task A_savepoint_name_is_an_identifier_whatever_it_holds()
    {
        await using var session = fixture.Orm.OpenSession();
        await using var transaction = await session.BeginAsync();
        await using (var savepoint = await session.SavepointAsync("a\"; drop table traveler --")) await savepoint.ReleaseAsync();
        await transaction.RollbackAsync();
        await AssertHealthy(session);
    }
}
