using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Protocols;
using AkkaOrm.Testing;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>L15 on a server: reads of many sessions at once, with one connection that is busy while they come.</summary>
public sealed class SharedReadTests(SharedReadTests.Fixture fixture) : IClassFixture<SharedReadTests.Fixture>
{
    public sealed record Word(string Text, int Rank);

    public sealed record Seat(int Row, string Letter, int Price);

    public sealed record Guest
    {
        public int Id { get; init; }
        public required string Name { get; init; }
        public int Nights { get; init; }
        public ToMany<Bag> Bags { get; init; }
    }

    public sealed record Bag(int Id, int GuestId, ToOne<Guest> Guest = default);

    private static readonly Model Hotel = Model.Create(m => m
        .Entity<Guest>().Entity<Bag>()
        .Entity<Word>(e => e.HasKey(w => w.Text))
        .Entity<Seat>(e => e.HasKey(s => new { s.Row, s.Letter })));

    /// <summary>200 guests who stay 1 to 7 nights, with a bag each; 26 seats; two words, in a collation without case where the server can have one.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private EphemeralDatabase _database = null!;

        public Akka.Actor.ActorSystem System { get; } = Akka.Actor.ActorSystem.Create("shared", "akka.loglevel = WARNING");
        public string ConnectionString => _database.ConnectionString;

        /// <summary>Whether words are the same in capitals.</summary>
        public bool IsCaseless { get; private set; }

        public async Task InitializeAsync()
        {
            _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("shared");
            await using var orm = Orm.Start(System, Hotel, ConnectionString);
            await orm.Schema.CreateAsync();
            await using var session = orm.OpenSession();
            IsCaseless = await MakeCaselessAsync(session);
            await session.ExecuteAsync($"INSERT INTO guest (name, nights) SELECT 'guest ' || i, i % 7 + 1 FROM generate_series(1, 200) i");
            await session.ExecuteAsync($"INSERT INTO bag (guest_id) SELECT i FROM generate_series(1, 200) i");
            await session.ExecuteAsync($"INSERT INTO seat SELECT i / 6, chr(65 + i % 6), i FROM generate_series(0, 25) i");
            await session.ExecuteAsync($"INSERT INTO word VALUES ('Anna', 1), ('Bob', 2)");
        }

        // A server without ICU, or with an encoding that ICU does not know, refuses by saying that it lacks the feature, and nothing else.
        private static async Task<bool> MakeCaselessAsync(Session session)
        {
            try
            {
                await session.ExecuteAsync($"CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
            }
            catch (DatabaseException refused) when (refused.SqlState == "0A000")
            {
                return false;
            }
            await session.ExecuteAsync($"ALTER TABLE word ALTER COLUMN text TYPE text COLLATE caseless");
            return true;
        }

        public async Task DisposeAsync()
        {
            await System.Terminate();
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Each_of_a_hundred_sessions_gets_its_own_row_or_none()
    {
        await using var busy = await BusyAsync();
        using var recorder = new StatementRecorder();
        var finds = Enumerable.Range(0, 100).Select(i => (Id: i * 3 + 1, Found: busy.Session().FindAsync<Guest>(i * 3 + 1))).ToArray();
        await busy.LetGoAsync(waiting: 1, requests: 100);
        foreach (var (id, found) in finds) Assert.Equal(id <= 200 ? $"guest {id}" : null, (await found)?.Name);
        Assert.Contains("= ANY ($1)", Assert.Single(recorder.Statements));
    }

    [Fact]
    public async Task The_same_key_asked_for_by_many_is_read_once()
    {
        await using var busy = await BusyAsync();
        using var recorder = new StatementRecorder();
        var finds = Enumerable.Range(0, 20).Select(_ => busy.Session().FindAsync<Guest>(7)).ToArray();
        await busy.LetGoAsync(waiting: 1, requests: 20);
        foreach (var found in finds) Assert.Equal("guest 7", (await found)!.Name);
        Assert.EndsWith("WHERE t0.\"id\" = $1", Assert.Single(recorder.Statements));
    }

    /// <summary>L9.</summary>
    [Fact]
    public async Task Composite_keys_are_read_together_too()
    {
        await using var busy = await BusyAsync();
        using var recorder = new StatementRecorder();
        var finds = Enumerable.Range(0, 30).Select(i => (i, Found: busy.Session().FindAsync<Seat>((i / 6, ((char)('A' + i % 6)).ToString())))).ToArray();
        await busy.LetGoAsync(waiting: 1, requests: 30);
        foreach (var (i, found) in finds) Assert.Equal(i < 26 ? i : null, (await found)?.Price);
        Assert.Contains("WITH ORDINALITY", Assert.Single(recorder.Statements));
    }

    /// <summary>Which row belongs to which key only the server can say here: 'ANNA' finds 'Anna'.</summary>
    [Fact]
    public async Task Keys_under_a_collation_find_what_they_find_alone()
    {
        await using var busy = await BusyAsync();
        using var recorder = new StatementRecorder();
        var finds = new[] { "ANNA", "anna", "Bob", "bOB", "Carl" }.Select(text => busy.Session().FindAsync<Word>(text)).ToArray();
        await busy.LetGoAsync(waiting: 1, requests: 5);
        var found = await Task.WhenAll(finds);
        Assert.Single(recorder.Statements);
        int?[] expected = fixture.IsCaseless ? [1, 1, 2, 2, null] : [null, null, 2, null, null];
        Assert.Equal(expected, found.Select(w => w?.Rank));
    }

    [Fact]
    public async Task The_same_question_is_asked_once_also_with_its_includes()
    {
        await using var busy = await BusyAsync();
        using var recorder = new StatementRecorder();
        var fetches = Enumerable.Range(0, 20).Select(_ => busy.Session().FetchAsync(From<Guest>().Where(g => g.Nights == 3).Include(g => g.Bags))).ToArray();
        await busy.LetGoAsync(waiting: 1, requests: 20);
        foreach (var fetched in fetches) Assert.All(await fetched, guest => Assert.Equal((3, guest.Id), (guest.Nights, Assert.Single(guest.Bags).GuestId)));
        Assert.Equal(2, recorder.Statements.Count);
    }

    [Fact]
    public async Task Different_questions_of_a_known_shape_share_a_round_trip_and_each_gets_its_answer()
    {
        await using var busy = await BusyAsync(holds: false);
        Task<IReadOnlyList<Guest>> Behind(int id, int nights) => busy.Session().FetchAsync(From<Guest>().Where(g => g.Id > id && g.Nights == nights));
        await Behind(190, 1);
        await busy.HoldAsync();
        var fetches = Enumerable.Range(0, 40).Select(i => (i, Found: Behind(i, i % 7 + 1))).ToArray();
        await busy.LetGoAsync(waiting: 40, requests: 40);
        foreach (var (i, fetched) in fetches) Assert.Equal(Enumerable.Range(1, 200).Where(id => id > i && id % 7 == i % 7), (await fetched).Select(g => g.Id).Order());
    }

    [Fact]
    public async Task Only_whose_read_fails_hears_of_it()
    {
        await using var busy = await BusyAsync(holds: false);
        Task<IReadOnlyList<int>> Shares(int by) => busy.Session().FetchAsync(From<Guest>().Where(g => g.Id == 7).Select(g => g.Id / by));
        await Shares(1);
        await busy.HoldAsync();
        var finds = Enumerable.Range(1, 10).Select(i => busy.Session().FindAsync<Guest>(i)).ToArray();
        var (guilty, fine) = (Shares(0), Shares(7));
        await busy.LetGoAsync(waiting: 3, requests: 12);
        Assert.Equal("22012", (await Assert.ThrowsAnyAsync<AkkaOrmException>(() => guilty)).SqlState);
        Assert.Equal([1], await fine);
        for (var i = 0; i < finds.Length; i++) Assert.Equal($"guest {i + 1}", (await finds[i])!.Name);
    }

    [Fact]
    public async Task One_that_gives_up_or_ends_while_it_waits_leaves_the_others_their_rows()
    {
        await using var busy = await BusyAsync();
        using var cancel = new CancellationTokenSource();
        var (cancelled, ended) = (busy.Session(), busy.Session());
        var (first, second) = (cancelled.FindAsync<Guest>(1, cancel.Token), ended.FindAsync<Guest>(2));
        var stays = Enumerable.Range(3, 5).Select(i => busy.Session().FindAsync<Guest>(i)).ToArray();
        await busy.WaitingAsync(1, 7);
        await cancel.CancelAsync();
        fixture.System.Stop(ended.Ref);
        await busy.LetGoAsync(waiting: 1, requests: 5);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAsync<SessionClosedException>(() => second);
        for (var i = 0; i < stays.Length; i++) Assert.Equal($"guest {i + 3}", (await stays[i])!.Name);
        Assert.Equal("guest 1", (await cancelled.FindAsync<Guest>(1))!.Name);
    }

    /// <summary>A value that came with those of others is as good as one that came alone: it can be changed, and the change is compared with it.</summary>
    [Fact]
    public async Task What_came_together_is_tracked_by_each_session_for_itself()
    {
        await using var busy = await BusyAsync();
        var sessions = Enumerable.Range(150, 10).Select(id => (id, Session: busy.Session())).ToArray();
        var finds = sessions.Select(s => s.Session.GetAsync<Guest>(s.id)).ToArray();
        await busy.LetGoAsync(waiting: 1, requests: 10);
        foreach (var ((id, session), found) in sessions.Zip(finds))
        {
            session.Update(await found, g => g with { Name = $"changed {g.Id}" });
            await session.CommitAsync();
            Assert.Equal($"changed {id}", (await session.RefreshAsync((await session.FindAsync<Guest>(id))!)).Name);
        }
    }

    private async Task<Busy> BusyAsync(bool holds = true)
    {
        var busy = new Busy(Orm.Start(fixture.System, Hotel, new OrmOptions { ConnectionString = fixture.ConnectionString, MaxConnections = 1 }));
        if (holds) await busy.HoldAsync();
        return busy;
    }

    /// <summary>An engine whose only connection is held.</summary>
    private sealed class Busy(Orm orm) : IAsyncDisposable
    {
        private readonly Session _holder = orm.OpenSession();

        public Session Session() => orm.OpenSession();

        public async Task HoldAsync()
        {
            await _holder.RollbackAsync();
            await _holder.BeginAsync();
        }

        /// <param name="waiting">So many statements wait by then,</param>
        /// <param name="requests">for so many requests.</param>
        public async Task LetGoAsync(int waiting, int requests)
        {
            await WaitingAsync(waiting, requests);
            await _holder.RollbackAsync();
        }

        public async Task WaitingAsync(int statements, int requests)
        {
            var until = Environment.TickCount64 + 4_000;
            while (await orm.Engine.Router.Ask<ConnectionRouterProtocol.Status>(new ConnectionRouterProtocol.GetStatus(), TimeSpan.FromSeconds(5)) is var now && (now.Waiting, now.WaitingRequests) != (statements, requests))
            {
                Assert.True(Environment.TickCount64 < until, $"{now}, not {statements} for {requests}");
                await Task.Yield();
            }
        }

        public ValueTask DisposeAsync() => orm.DisposeAsync();
    }
}
