using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>Transactions and savepoints: S4, S6, S7, S8, S9 of the behaviours.</summary>
public sealed class TransactionTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    /// <summary>S4</summary>
    [Fact]
    public async Task Flushed_rows_are_seen_by_the_session_alone_and_gone_after_Rollback()
    {
        await using var session = fixture.Orm.OpenSession();
        await session.BeginAsync();
        var ann = session.Add(new Traveler { Name = "S4" });
        var flushed = (await session.FlushAsync()).Of(ann);
        Assert.True(await session.AnyAsync(From<Traveler>().Where(x => x.Name == "S4")));
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from traveler where name = 'S4'"));
        await session.RollbackAsync();
        Assert.False(await session.AnyAsync(From<Traveler>().Where(x => x.Name == "S4")));
        Assert.Null(await session.FindAsync<Traveler>(flushed.Id));
        Assert.Equal("S4", ann.Value.Name);
        Assert.Equal(0, ann.Value.Id);
    }

    /// <summary>S6</summary>
    [Fact]
    public async Task Rolling_back_to_a_savepoint_undoes_what_came_after_it_and_only_that()
    {
        await using var session = fixture.Orm.OpenSession();
        await using var transaction = await session.BeginAsync();
        session.Add(new Traveler { Name = "S6 a" });
        var outer = await session.SavepointAsync();
        var b = session.Add(new Traveler { Name = "S6 b" });
        var storedB = (await session.FlushAsync()).Of(b);
        var inner = await session.SavepointAsync();
        session.Add(new Traveler { Name = "S6 c" });
        await inner.ReleaseAsync();
        session.Update(storedB, x => x with { Age = 5 });
        await session.FlushAsync();
        await outer.RollbackAsync();
        Assert.Null(await session.FindAsync<Traveler>(storedB.Id));
        session.Add(new Traveler { Name = "S6 d" });
        await transaction.CommitAsync();
        Assert.Equal("S6 a,S6 d", await fixture.AskAsync("select string_agg(name, ',' order by name) from traveler where name like 'S6%'"));
    }

    /// <summary>S6</summary>
    [Fact]
    public async Task A_failed_flush_is_undone_by_its_savepoint_and_the_unit_goes_on()
    {
        await using var session = fixture.Orm.OpenSession();
        var skipped = 0;
        await using (var transaction = await session.BeginAsync(UnitOptions.RepeatableRead))
        {
            foreach (var code in new[] { "Q1", "Q2", "Q1", "Q3" })
            {
                await using var savepoint = await session.SavepointAsync();
                session.Add(new Country { Code = code });
                try
                {
                    await session.FlushAsync();
                    await savepoint.ReleaseAsync();
                }
                catch (ConstraintViolationException e) when (e.IsOn<Country>(c => c.Code))
                {
                    skipped++;
                }
            }
            await transaction.CommitAsync();
        }
        Assert.Equal(1, skipped);
        Assert.Equal(3L, await fixture.AskAsync("select count(*) from country where code like 'Q%'"));
    }

    /// <summary>S7</summary>
    [Fact]
    public async Task Work_after_an_explicit_Commit_inside_a_unit_fails_and_nothing_is_sent()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        await Assert.ThrowsAsync<SessionClosedException>(() => session.RunAsync(async unit =>
        {
            await unit.CommitAsync();
            await unit.FindAsync<Traveler>(1);
        }));
        await Assert.ThrowsAsync<SessionClosedException>(() => session.RunAsync(async unit =>
        {
            await unit.RollbackAsync();
            unit.Add(new Traveler { Name = "S7" });
        }));
        Assert.Empty(sent.Statements);
        Assert.Null(await session.FindAsync<Traveler>(-1));
    }

    /// <summary>S7</summary>
    [Fact]
    public async Task A_finished_transaction_refuses_to_be_finished_again()
    {
        await using var session = fixture.Orm.OpenSession();
        await using var transaction = await session.BeginAsync();
        await transaction.CommitAsync();
        await Assert.ThrowsAsync<StatementException>(() => transaction.CommitAsync());
        await Assert.ThrowsAsync<StatementException>(() => transaction.RollbackAsync());
    }

    /// <summary>S8</summary>
    [Fact]
    public async Task In_a_transaction_a_failed_flush_is_repeated_until_Rollback()
    {
        await using var session = fixture.Orm.OpenSession();
        session.Add(new Country { Code = "S8" });
        await session.CommitAsync();
        await session.BeginAsync();
        session.Add(new Country { Code = "S8" });
        var first = await Assert.ThrowsAsync<ConstraintViolationException>(() => session.FlushAsync());
        Assert.Same(first, await Assert.ThrowsAsync<ConstraintViolationException>(() => session.FindAsync<Country>(1)));
        Assert.Same(first, await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync()));
        await session.RollbackAsync();
        Assert.Single(await session.FetchAsync(From<Country>().Where(c => c.Code == "S8")));
    }

    /// <summary>S8</summary>
    [Fact]
    public async Task A_failed_commit_leaves_the_unit_staged_and_the_session_usable()
    {
        await using var session = fixture.Orm.OpenSession();
        session.Add(new Country { Code = "T8" });
        await session.CommitAsync();
        session.Add(new Country { Code = "T8" });
        session.Add(new Traveler { Name = "S8 kept" });
        await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
        Assert.Equal(2, session.Staged.Count);
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from traveler where name = 'S8 kept'"));
        Assert.True(await session.AnyAsync(From<Country>().Where(c => c.Code == "T8")));

        await session.ExecuteAsync($"delete from country where code = {"T8"}");
        await session.CommitAsync();
        Assert.Equal(1L, await fixture.AskAsync("select count(*) from traveler where name = 'S8 kept'"));
        Assert.Equal(0, session.Staged.Count);
    }

    /// <summary>S9</summary>
    [Fact]
    public async Task Isolation_reaches_the_server_and_does_not_leak()
    {
        await using var orm = Orm.Start(fixture.System, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 1 });
        await using var session = orm.OpenSession();
        Task<string> Show(string what) => session.SingleAsync(FromSql<string>($"select current_setting({what})"));
        await using (await session.BeginAsync(UnitOptions.Serializable with { ReadOnly = true, Deferrable = true }))
        {
            Assert.Equal("serializable", await Show("transaction_isolation"));
            Assert.Equal("on", await Show("transaction_read_only"));
            Assert.Equal("on", await Show("transaction_deferrable"));
        }
        Assert.Equal("read committed", await Show("transaction_isolation"));
        Assert.Equal("off", await Show("transaction_read_only"));
    }
}
