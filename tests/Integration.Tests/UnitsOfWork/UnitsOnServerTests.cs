using System.ComponentModel.DataAnnotations;
using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.UnitsOfWork;

/// <summary>Graphs, collections and copies, through a session to a real server and back.</summary>
public sealed class UnitsOnServerTests(UnitsOnServerTests.Fixture fixture) : IClassFixture<UnitsOnServerTests.Fixture>
{
    private static Order NewOrder(params string[] articles) => new() { Id = Guid.CreateVersion7(), Total = 30, Lines = [.. articles.Select((a, i) => new Line { Number = i, Article = a })] };

    /// <summary>U1; program P07.</summary>
    [Fact]
    public async Task A_graph_is_written_whole_and_comes_back_with_its_keys()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(NewOrder("map", "tent"));
        var order = (await session.CommitAsync()).Of(added);
        Assert.Equal(["map", "tent"], order.Lines.Select(l => l.Article));
        Assert.All(order.Lines, l => Assert.True(l.Id > 0));
        Assert.True(order.Version > 0);

        session.Update(order, x => x with { Total = 31 });
        session.Update(order.Lines[0], x => x with { Article = "atlas" });
        await session.CommitAsync();
        await using var other = fixture.Orm.OpenSession();
        var read = await other.SingleAsync(From<Order>().Where(o => o.Id == order.Id).Include(o => o.Lines, l => l.OrderBy(x => x.Number)));
        Assert.Equal((31m, "atlas"), (read.Total, read.Lines[0].Article));
    }

    /// <summary>U10</summary>
    [Fact]
    public async Task What_a_collection_loses_is_deleted_and_what_moves_survives()
    {
        await using var session = fixture.Orm.OpenSession();
        var (first, second) = (session.Add(NewOrder("a", "b", "c")), session.Add(NewOrder()));
        var committed = await session.CommitAsync();
        var (from, to) = (committed.Of(first), committed.Of(second));
        var (moved, kept) = (from.Lines[1], from.Lines[2]);
        session.Update(from, x => x with { Lines = [kept] });
        session.Update(to, x => x with { Lines = x.Lines.Add(moved) });
        await session.CommitAsync();

        await using var other = fixture.Orm.OpenSession();
        var orders = (await other.FetchAsync(From<Order>().Include(o => o.Lines))).ToDictionary(o => o.Id);
        Assert.Equal(["c"], orders[from.Id].Lines.Select(l => l.Article));
        Assert.Equal(["b"], orders[to.Id].Lines.Select(l => l.Article));
    }

    /// <summary>U11; program P08.</summary>
    [Fact]
    public async Task Links_follow_the_collection()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Playlist { Name = "p", Tracks = [new Track { Name = "x" }, new Track { Name = "y" }] });
        var third = session.Add(new Track { Name = "z" });
        var committed = await session.CommitAsync();
        var (playlist, track) = (committed.Of(added), committed.Of(third));
        playlist = session.Update(playlist, x => x with { Tracks = [track, .. x.Tracks.Where(t => t.Name != "x")] });
        await session.CommitAsync();

        await using var other = fixture.Orm.OpenSession();
        var read = await other.GetAsync<Playlist>(playlist.Id);
        other.Update(read, x => x with { Tracks = x.Tracks.Remove(track) });
        await other.CommitAsync();
        read = await other.SingleAsync(From<Playlist>().Where(p => p.Id == playlist.Id).Include(p => p.Tracks));
        Assert.Equal(["y"], read.Tracks.Select(t => t.Name));
    }

    /// <summary>Program P12.</summary>
    [Fact]
    public async Task A_mutable_object_is_read_changed_and_given_back()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(new Employee { Name = "Boss", Reports = [new Employee { Name = "Helper" }] });
        await session.CommitAsync();

        var boss = await session.SingleAsync(From<Employee>().Where(e => e.Name == "Boss").Include(e => e.Reports));
        boss.Name = "Nancy";
        boss.Reports = boss.Reports.Add(new Employee { Name = "New" });
        session.Update(boss);
        boss = (await session.CommitAsync()).Of(boss);
        Assert.Equal(["Helper", "New"], boss.Reports.Select(r => r.Name));
        Assert.All(boss.Reports, r => Assert.True(r.Id > 0));
        Assert.Equal("new Employee", added.ToString());
    }

    /// <summary>S4, S8</summary>
    [Fact]
    public async Task A_rolled_back_transaction_leaves_rows_known_as_they_were()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(NewOrder());
        var order = (await session.CommitAsync()).Of(added);
        await using (await session.BeginAsync())
        {
            session.Update(order, x => x with { Total = 40 });
            await session.FlushAsync();
        }
        session.Update(order, x => x with { Total = 41 });
        await session.CommitAsync();
        Assert.Equal(41, (await session.RefreshAsync(order)).Total);
    }

    /// <summary>U14</summary>
    [Fact]
    public async Task A_copy_older_than_a_commit_is_refused_and_a_detached_one_goes_by_its_version()
    {
        await using var session = fixture.Orm.OpenSession();
        var added = session.Add(NewOrder());
        var old = (await session.CommitAsync()).Of(added);
        session.Update(old, x => x with { Total = 31 });
        var now = (await session.CommitAsync()).Of(old);
        session.Update(old with { Note = "late" });
        await Assert.ThrowsAsync<StaleEntityException>(() => session.CommitAsync());
        await session.RollbackAsync();

        await using var other = fixture.Orm.OpenSession();
        other.Update(old with { Note = "late", Lines = default });
        var stale = await Assert.ThrowsAsync<StaleEntityException>(() => other.CommitAsync());
        Assert.Equal([old.Id], stale.KeysOf<Order>());
        await other.RollbackAsync();
        other.Update(now with { Note = "in time", Lines = default });
        Assert.Equal("in time", (await other.CommitAsync()).Of(now).Note);
    }

    public sealed record Order
    {
        public Guid Id { get; init; }
        public decimal Total { get; init; }
        public string? Note { get; init; }
        [Timestamp] public uint Version { get; init; }
        public ToMany<Line> Lines { get; init; }
    }

    public sealed record Line
    {
        public int Id { get; init; }
        public int Number { get; init; }
        public required string Article { get; init; }
        public ToOne<Order> Order { get; init; }
    }

    public sealed record Playlist
    {
        public int Id { get; init; }
        public required string Name { get; init; }
        public ToMany<Track> Tracks { get; init; }
    }

    public sealed record Track
    {
        public int Id { get; init; }
        public required string Name { get; init; }
        public ToMany<Playlist> Playlists { get; init; }
    }

    public class Employee
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
        public int? ManagerId { get; set; }
        public ToOne<Employee?> Manager { get; set; }
        public ToMany<Employee> Reports { get; set; }
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private static readonly Model Model = Model.Create(m => m
            .Entity<Order>(e => e.HasMany(x => x.Lines).WithOne(x => x.Order).DeleteOrphans())
            .Entity<Line>()
            .Entity<Playlist>(e => e.HasMany(x => x.Tracks).WithMany(x => x.Playlists).Through("playlist_track"))
            .Entity<Track>()
            .Entity<Employee>(e => e.HasOne(x => x.Manager).WithMany(x => x.Reports).HasForeignKey(x => x.ManagerId)));

        private EphemeralDatabase _database = null!;
        private ActorSystem _system = null!;

        public Orm Orm { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("units");
            _system = ActorSystem.Create("units", "akka.loglevel = WARNING");
            Orm = Orm.Start(_system, Model, _database.ConnectionString);
            await Orm.Schema.CreateAsync();
        }

        public async Task DisposeAsync()
        {
            await Orm.StopAsync();
            await _system.Terminate();
            await _database.DisposeAsync();
        }
    }
}
