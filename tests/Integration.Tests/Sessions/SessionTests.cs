using Akka.Actor;
using AkkaOrm;
using Npgsql;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>What one session promises: S1, S2, S3, S5, S10, S12, S18 of the behaviours.</summary>
public sealed class SessionTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    private async Task<Traveler> Store(string name, int age = 30)
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Traveler { Name = name, Age = age });
        return (await session.CommitAsync()).Of(added);
    }

    /// <summary>S1</summary>
    [Fact]
    public async Task Sessions_that_are_opened_and_never_used_cost_no_connection_and_no_statement()
    {
        using var sent = new StatementRecorder();
        await using var orm = Orm.Start(fixture.System, Travel.Model, new NpgsqlConnectionStringBuilder(fixture.ConnectionString) { ApplicationName = "s1" }.ConnectionString);
        var sessions = Enumerable.Range(0, 10_000).Select(_ => orm.OpenSession()).ToList();
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from pg_stat_activity where application_name = 's1'"));
        foreach (var session in sessions) await session.DisposeAsync();
        Assert.Empty(sent.All);
    }

    /// <summary>S2</summary>
    [Fact]
    public async Task A_row_is_read_once_in_a_unit()
    {
        var ann = await Store("S2 Ann");
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        var first = await session.FindAsync<Traveler>(ann.Id);
        var second = await session.FindAsync<Traveler>(ann.Id);
        Assert.Equal(first, second);
        Assert.Single(sent.Statements);
    }

    /// <summary>S2</summary>
    [Fact]
    public async Task Find_answers_staged_changes_and_null_for_a_staged_delete()
    {
        var ann = await Store("S2 staged");
        await using var session = fixture.Orm.OpenSession();
        var t = await session.GetAsync<Traveler>(ann.Id);
        session.Update(t, x => x with { Age = 99 });
        Assert.Equal(99, (await session.GetAsync<Traveler>(ann.Id)).Age);
        session.Delete(t);
        Assert.Null(await session.FindAsync<Traveler>(ann.Id));
        await session.RollbackAsync();
        Assert.Equal(30, (await session.GetAsync<Traveler>(ann.Id)).Age);
    }

    /// <summary>S2</summary>
    [Fact]
    public async Task A_missing_key_is_null_for_Find_and_an_error_that_names_it_for_Get()
    {
        await using var session = fixture.Orm.OpenSession();
        Assert.Null(await session.FindAsync<Traveler>(-5));
        var missing = await Assert.ThrowsAsync<NoResultException>(() => session.GetAsync<Traveler>(-5));
        Assert.Contains("Traveler", missing.Message);
        Assert.Contains("-5", missing.Message);
    }

    /// <summary>S3</summary>
    [Fact]
    public async Task Rows_are_invisible_to_others_until_Commit_answers_and_visible_right_after()
    {
        await using var session = fixture.Orm.OpenSession();
        session.Add(new Traveler { Name = "S3" });
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from traveler where name = 'S3'"));
        await session.CommitAsync();
        Assert.Equal(1L, await fixture.AskAsync("select count(*) from traveler where name = 'S3'"));
    }

    /// <summary>S5</summary>
    [Fact]
    public async Task After_Commit_the_session_goes_on_and_nothing_is_unloaded()
    {
        await using var session = fixture.Orm.OpenSession();
        var first = session.Add(new Traveler { Name = "S5", Trips = [new Trip(0, new(2026, 1, 1), 0)] });
        var stored = (await session.CommitAsync()).Of(first);
        Assert.True(stored.Trips.IsLoaded);
        Assert.Equal(stored.Id, stored.Trips[0].TravelerId);

        session.Update(stored, x => x with { Age = 31 });
        var changed = (await session.CommitAsync()).Of(stored);
        Assert.Equal(31, changed.Age);
        Assert.True(stored.Trips.IsLoaded);
    }

    /// <summary>S10</summary>
    [Fact]
    public async Task Refresh_brings_what_changed_behind_the_sessions_back_and_only_then()
    {
        var ann = await Store("S10");
        await using var session = fixture.Orm.OpenSession();
        var t = await session.GetAsync<Traveler>(ann.Id);
        await fixture.AskAsync($"update traveler set age = 77 where id = {ann.Id}");
        Assert.Equal(30, (await session.GetAsync<Traveler>(ann.Id)).Age);
        Assert.Equal(77, (await session.RefreshAsync(t)).Age);
        Assert.Equal(77, (await session.GetAsync<Traveler>(ann.Id)).Age);
    }

    /// <summary>S10</summary>
    [Fact]
    public async Task A_locking_read_refreshes_what_is_loaded()
    {
        var ann = await Store("S10 lock");
        await using var session = fixture.Orm.OpenSession();
        await session.GetAsync<Traveler>(ann.Id);
        await fixture.AskAsync($"update traveler set age = 78 where id = {ann.Id}");
        Assert.Equal(78, (await session.SingleAsync(From<Traveler>().Where(x => x.Id == ann.Id).ForUpdate())).Age);
        await session.RollbackAsync();
    }

    /// <summary>S12</summary>
    [Fact]
    public async Task Close_rolls_back_ends_and_can_be_said_twice()
    {
        var session = fixture.Orm.OpenSession();
        session.Add(new Traveler { Name = "S12" });
        await session.FlushAsync();
        await session.CloseAsync();
        await session.CloseAsync();
        await Assert.ThrowsAsync<SessionClosedException>(() => session.FindAsync<Traveler>(1));
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from traveler where name = 'S12'"));
    }

    /// <summary>S12</summary>
    [Fact]
    public async Task A_killed_session_answers_as_closed_and_its_connection_is_free_again()
    {
        await using var orm = Orm.Start(fixture.System, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 1 });
        var session = orm.OpenSession();
        await session.BeginAsync();
        session.Add(new Traveler { Name = "S12 killed" });
        await session.FlushAsync();
        session.Ref.Tell(Kill.Instance);
        await Assert.ThrowsAsync<SessionClosedException>(() => session.FindAsync<Traveler>(1));

        await using var next = orm.OpenSession();
        Assert.False(await next.AnyAsync(From<Traveler>().Where(x => x.Name == "S12 killed")));
    }

    /// <summary>S18</summary>
    [Fact]
    public async Task One_first_and_single_answer_as_documented_for_none_one_and_many()
    {
        foreach (var i in Enumerable.Range(0, 3)) await Store("S18 many", i);
        await Store("S18 one");
        await using var session = fixture.Orm.OpenSession();
        Query<Traveler> Named(string name) => From<Traveler>().Where(x => x.Name == name).OrderBy(x => x.Age);

        await Assert.ThrowsAsync<NoResultException>(() => session.SingleAsync(Named("S18 none")));
        Assert.Null(await session.SingleOrDefaultAsync(Named("S18 none")));
        await Assert.ThrowsAsync<NoResultException>(() => session.FirstAsync(Named("S18 none")));
        Assert.Null(await session.FirstOrDefaultAsync(Named("S18 none")));
        Assert.False(await session.AnyAsync(Named("S18 none")));

        Assert.Equal("S18 one", (await session.SingleAsync(Named("S18 one"))).Name);
        Assert.Equal("S18 one", (await session.SingleOrDefaultAsync(Named("S18 one")))!.Name);

        await Assert.ThrowsAsync<MultipleResultsException>(() => session.SingleAsync(Named("S18 many")));
        await Assert.ThrowsAsync<MultipleResultsException>(() => session.SingleOrDefaultAsync(Named("S18 many")));
        Assert.Equal(0, (await session.FirstAsync(Named("S18 many"))).Age);
        Assert.Equal(3, await session.CountAsync(Named("S18 many")));
        Assert.Equal(2, await session.SingleAsync(Named("S18 many").Max(x => x.Age)));
    }
}
