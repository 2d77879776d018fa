using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>Units of work through a session on a real server: U1, U2, U4, U5, U6, U14, U16, U17 of the behaviours.</summary>
public sealed class UnitTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    private static bool Inserts(string sql) => sql.Contains("INSERT INTO", StringComparison.Ordinal);

    /// <summary>U1</summary>
    [Fact]
    public async Task Parents_and_children_are_two_inserts()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        foreach (var i in Enumerable.Range(0, 5))
            session.Add(new Traveler { Name = $"U1 {i}", Trips = [new Trip(0, new(2026, 1, 1), 0), new Trip(0, new(2026, 1, 2), 0)] });
        var committed = await session.CommitAsync();
        Assert.Equal(2, sent.Statements.Count);
        Assert.All(sent.Statements, sql => Assert.True(Inserts(sql)));
        Assert.Equal(15, committed.RowsAffected);
        Assert.All(committed.All<Traveler>(), t => Assert.All(t.Trips, trip => Assert.Equal(t.Id, trip.TravelerId)));
        Assert.Equal(10L, await fixture.AskAsync("select count(*) from trip join traveler on traveler.id = trip.traveler_id where name like 'U1 %'"));
    }

    /// <summary>U2</summary>
    [Fact]
    public async Task A_tree_of_seven_takes_three_inserts()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        Node Leaf(string name) => new() { Name = name };
        session.Add(new Node
        {
            Name = "U2 root",
            Children = [new Node { Name = "U2 a", Children = [Leaf("U2 aa"), Leaf("U2 ab")] }, new Node { Name = "U2 b", Children = [Leaf("U2 ba"), Leaf("U2 bb")] }],
        });
        await session.CommitAsync();
        Assert.Equal(3, sent.Statements.Count);
        Assert.Equal(6L, await fixture.AskAsync("select count(*) from node where name like 'U2%' and parent_id is not null"));
    }

    /// <summary>U4</summary>
    [Fact]
    public async Task Setting_the_present_value_sends_nothing_and_one_change_updates_one_column()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Traveler { Name = "U4", Age = 4 });
        var t = (await session.CommitAsync()).Of(added);
        using var sent = new StatementRecorder();
        session.Update(t, x => x with { Age = 4 });
        await session.CommitAsync();
        Assert.Empty(sent.All);
        session.Update(t, x => x with { Age = 5 });
        await session.CommitAsync();
        var update = Assert.Single(sent.Statements);
        Assert.Contains("\"age\" =", update);
        Assert.DoesNotContain("\"name\" =", update);
    }

    /// <summary>U5</summary>
    [Fact]
    public async Task An_unset_server_default_is_left_out_and_comes_back()
    {
        await using var session = fixture.Orm.OpenSession();
        var given = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var unset = session.Add(new Traveler { Name = "U5 unset" });
        var set = session.Add(new Traveler { Name = "U5 set", CreatedAt = given });
        var committed = await session.CommitAsync();
        Assert.True(committed.Of(unset).CreatedAt > given);
        Assert.Equal(given, committed.Of(set).CreatedAt);
    }

    /// <summary>U6</summary>
    [Fact]
    public async Task A_thousand_new_rows_are_one_statement_and_keys_line_up()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        var added = session.AddRange(Enumerable.Range(0, 1000).Select(i => new Traveler { Name = $"U6 {i}", Age = i }));
        var committed = await session.CommitAsync();
        Assert.Single(sent.Statements);
        var ids = added.Select(a => committed.Of(a)).ToList();
        Assert.Equal(1000, ids.Select(t => t.Id).Distinct().Count());
        foreach (var t in ids.Where((_, i) => i % 100 == 0)) Assert.Equal(t.Name, await fixture.AskAsync($"select name from traveler where id = {t.Id}"));
    }

    /// <summary>U14</summary>
    [Fact]
    public async Task The_second_of_two_sessions_fails_with_every_stale_key_and_nothing_is_written()
    {
        await using var one = fixture.Orm.OpenSession();
        await using var two = fixture.Orm.OpenSession();
        var added = one.AddRange(Enumerable.Range(0, 100).Select(i => new Traveler { Name = $"U14 {i}" }));
        var committed = await one.CommitAsync();
        var ids = added.Select(a => committed.Of(a).Id).ToArray();

        var mine = await two.FetchAsync(From<Traveler>().Where(x => ids.Contains(x.Id)).OrderBy(x => x.Id));
        foreach (var t in (await one.FetchAsync(From<Traveler>().Where(x => ids.Contains(x.Id)).OrderBy(x => x.Id))).Take(2)) one.Update(t, x => x with { Age = 1 });
        await one.CommitAsync();
        await fixture.AskAsync($"delete from traveler where id = {ids[50]}");

        foreach (var t in mine) two.Update(t, x => x with { Age = 2 });
        var stale = await Assert.ThrowsAsync<StaleEntityException>(() => two.CommitAsync());
        Assert.Equal([ids[0], ids[1], ids[50]], stale.KeysOf<Traveler>().Cast<int>().Order());
        Assert.Equal([ids[50]], stale.Rows.Where(r => r.Gone).Select(r => (int)r.Key));
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from traveler where name like 'U14%' and age = 2"));

        await two.RollbackAsync();
        var again = await two.RefreshAsync(mine[0]);
        two.Update(again, x => x with { Age = 3 });
        await two.CommitAsync();
        Assert.Equal(3, await fixture.AskAsync($"select age from traveler where id = {ids[0]}"));
    }

    /// <summary>U14</summary>
    [Fact]
    public async Task Deleting_a_row_that_changed_is_stale_too()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Traveler { Name = "U14 delete" });
        var t = (await session.CommitAsync()).Of(added);
        await fixture.AskAsync($"update traveler set age = 9 where id = {t.Id}");
        session.Delete(t);
        var stale = await Assert.ThrowsAsync<StaleEntityException>(() => session.CommitAsync());
        Assert.Equal([t.Id], stale.KeysOf<Traveler>());
        Assert.Equal(1L, await fixture.AskAsync($"select count(*) from traveler where id = {t.Id}"));
    }

    /// <summary>U14</summary>
    [Fact]
    public async Task Two_changes_from_one_loaded_value_both_hold()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Traveler { Name = "both", Age = 1 });
        var t = (await session.CommitAsync()).Of(added);
        session.Update(t, x => x with { Age = 2 });
        session.Update(t, x => x with { Name = "both 2" });
        var stored = (await session.CommitAsync()).Of(t);
        Assert.Equal((2, "both 2"), (stored.Age, stored.Name));
    }

    /// <summary>U14</summary>
    [Fact]
    public async Task A_copy_older_than_a_Commit_or_a_Refresh_is_refused_and_the_rest_stays()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Traveler { Name = "old", Age = 1 });
        var old = (await session.CommitAsync()).Of(added);
        session.Update(old, x => x with { Age = 2 });
        await session.CommitAsync();
        session.Update(old with { Name = "from an old copy" });
        var refused = await Assert.ThrowsAsync<StaleEntityException>(() => session.CommitAsync());
        Assert.Contains("older", refused.Message);
        await session.RollbackAsync();

        var present = await session.RefreshAsync(old);
        await fixture.AskAsync($"update traveler set age = 50 where id = {old.Id}");
        await session.RefreshAsync(present);
        session.Update(present with { Name = "from a copy before Refresh" });
        await Assert.ThrowsAsync<StaleEntityException>(() => session.CommitAsync());
        await session.RollbackAsync();
        Assert.Equal("old", await fixture.AskAsync($"select name from traveler where id = {old.Id}"));
    }

    [Fact]
    public async Task A_foreign_key_edited_after_Include_is_the_change_and_both_sides_changed_apart_are_refused()
    {
        await using var session = fixture.Orm.OpenSession();
        var no = session.Add(new Country { Code = "N1" });
        var se = session.Add(new Country { Code = "S1" });
        var added = session.Add(new Traveler { Name = "fk", Destination = no.Key });
        var committed = await session.CommitAsync();
        var sweden = committed.Of(se);
        var t = await session.SingleAsync(From<Traveler>().Where(x => x.Id == committed.Of(added).Id).Include(x => x.Destination));

        session.Update(t, x => x with { DestinationId = sweden.Id });
        t = (await session.CommitAsync()).Of(t);
        Assert.Equal(sweden.Id, t.DestinationId);
        Assert.Equal(sweden.Id, await fixture.AskAsync($"select destination_id from traveler where id = {t.Id}"));

        session.Update(t, x => x with { DestinationId = null, Destination = committed.Of(no) });
        await Assert.ThrowsAnyAsync<AkkaOrmException>(() => session.CommitAsync());
        await session.RollbackAsync();
        Assert.Equal(sweden.Id, await fixture.AskAsync($"select destination_id from traveler where id = {t.Id}"));
    }

    /// <summary>U16</summary>
    [Fact]
    public async Task Constraint_violations_name_kind_constraint_entity_and_properties()
    {
        await using var session = fixture.Orm.OpenSession();
        session.Add(new Country { Code = "U6" });
        await session.CommitAsync();
        session.Add(new Country { Code = "U6" });
        var unique = await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
        Assert.Equal(ConstraintKind.Unique, unique.Kind);
        Assert.True(unique.IsOn<Country>(c => c.Code));
        await session.RollbackAsync();

        session.Add(new Traveler { Name = "U16", DestinationId = -1 });
        var foreign = await Assert.ThrowsAsync<ConstraintViolationException>(() => session.CommitAsync());
        Assert.Equal(ConstraintKind.ForeignKey, foreign.Kind);
        Assert.True(foreign.IsOn<Traveler>(t => t.DestinationId));
        Assert.DoesNotContain("U16", foreign.ToString());
    }

    /// <summary>U17</summary>
    [Fact]
    public async Task The_plan_can_be_asked_for_before_Commit()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        session.Add(new Traveler { Name = "U17", Trips = [new Trip(0, new(2026, 1, 1), 0)] });
        var plan = await session.ExplainAsync();
        Assert.Empty(sent.All);
        Assert.Equal(2, plan.Statements.Count);
        Assert.Contains("\"traveler\"", plan.Statements[0]);
        Assert.Contains("\"trip\"", plan.Statements[1]);
        Assert.DoesNotContain("U17", plan.ToString());
        await session.CommitAsync();
        Assert.Equal(plan.Statements, sent.Statements);
    }

    [Fact]
    public async Task A_unit_of_one_wave_is_one_round_trip_of_begin_statements_and_commit()
    {
        await using var session = fixture.Orm.OpenSession();
        using var sent = new StatementRecorder();
        session.Add(new Traveler { Name = "trip" });
        await session.CommitAsync();
        Assert.Equal(3, sent.All.Count);
        Assert.StartsWith("BEGIN", sent.All[0]);
        Assert.Equal("COMMIT", sent.All[2]);
    }
}
