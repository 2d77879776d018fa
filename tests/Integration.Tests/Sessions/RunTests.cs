using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>Code that runs inside a session: S13, S15 of the behaviours, and retries.</summary>
public sealed class RunTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    /// <summary>S15</summary>
    [Fact]
    public async Task Run_commits_at_the_end_and_returns_its_value()
    {
        await using var session = fixture.Orm.OpenSession();
        var id = await session.RunAsync(async unit =>
        {
            var ann = unit.Add(new Traveler { Name = "S15" });
            return (await unit.FlushAsync()).Of(ann).Id;
        });
        Assert.Equal("S15", (await session.GetAsync<Traveler>(id)).Name);
    }

    /// <summary>S15</summary>
    [Fact]
    public async Task Run_rolls_back_and_rethrows_the_original_exception()
    {
        await using var session = fixture.Orm.OpenSession();
        var thrown = new InvalidOperationException("mine");
        var caught = await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunAsync(async unit =>
        {
            unit.Add(new Traveler { Name = "S15 undone" });
            await unit.FlushAsync();
            throw thrown;
        }));
        Assert.Same(thrown, caught);
        Assert.False(await session.AnyAsync(From<Traveler>().Where(x => x.Name == "S15 undone")));
    }

    /// <summary>S15</summary>
    [Fact]
    public async Task A_statement_inside_a_unit_is_undone_with_it()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Traveler { Name = "S15 statement", Age = 1 });
        var t = (await session.CommitAsync()).Of(added);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunAsync(async unit =>
        {
            await unit.ExecuteAsync($"update traveler set age = 2 where id = {t.Id}");
            throw new InvalidOperationException("mine");
        }));
        Assert.Equal(1, await fixture.AskAsync($"select age from traveler where id = {t.Id}"));
    }

    [Fact]
    public async Task A_transaction_whose_connection_is_gone_fails_until_Rollback_and_the_session_goes_on()
    {
        await using var session = fixture.Orm.OpenSession();
        await session.BeginAsync();
        var pid = await session.SingleAsync(AkkaOrm.Query.FromSql<int>($"select pg_backend_pid()"));
        await fixture.AskAsync($"select pg_terminate_backend({pid})");
        await Assert.ThrowsAsync<ConnectionLostException>(() => session.FindAsync<Traveler>(-1));
        await Assert.ThrowsAsync<ConnectionLostException>(() => session.CommitAsync());
        await session.RollbackAsync();
        Assert.Null(await session.FindAsync<Traveler>(-1));
    }

    /// <summary>S13, S15</summary>
    [Fact]
    public async Task Others_wait_until_the_unit_is_over()
    {
        await using var session = fixture.Orm.OpenSession();
        var inside = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var run = session.RunAsync(async unit =>
        {
            unit.Add(new Traveler { Name = "S13" });
            await unit.FlushAsync();
            inside.SetResult();
            await goOn.Task;
        });
        await inside.Task;
        var other = session.AnyAsync(From<Traveler>().Where(x => x.Name == "S13"));
        Assert.False(other.IsCompleted);
        goOn.SetResult();
        await run;
        Assert.True(await other);
    }

    /// <summary>S13</summary>
    [Fact]
    public async Task The_outer_handle_inside_its_own_unit_fails_at_once()
    {
        await using var session = fixture.Orm.OpenSession();
        var error = await Assert.ThrowsAsync<SessionOwnedException>(() => session.RunAsync(async unit =>
        {
            await unit.FindAsync<Traveler>(-1);
            await Task.Run(() => session.FindAsync<Traveler>(-1));
        }));
        Assert.Contains("unit", error.Hint);
        Assert.Null(await session.FindAsync<Traveler>(-1));
    }

    [Fact]
    public async Task Retry_runs_the_unit_again_after_a_serialization_failure()
    {
        await using var setUp = fixture.Orm.OpenSession();
        var added = setUp.Add(new Traveler { Name = "retry", Age = 1 });
        var id = (await setUp.CommitAsync()).Of(added).Id;
        var attempts = 0;
        await fixture.Orm.RetryAsync(UnitOptions.RepeatableRead, async unit =>
        {
            var t = await unit.GetAsync<Traveler>(id);
            if (attempts++ == 0) await fixture.AskAsync($"update traveler set age = 10 where id = {id}");
            unit.Update(t, x => x with { Age = t.Age + 1 });
            return 0;
        });
        Assert.Equal(2, attempts);
        Assert.Equal(11, await fixture.AskAsync($"select age from traveler where id = {id}"));
    }
}
