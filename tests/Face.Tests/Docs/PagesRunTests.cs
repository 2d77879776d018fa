using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Docs.GettingStarted;
using Docs.SessionsAndActors;
using Xunit;

namespace Docs;

/// <summary>What the pages show does what they say, on a real server.</summary>
public sealed class PagesRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ActorSystem _system = ActorSystem.Create("docs", "akka.loglevel = ERROR");
    private EphemeralDatabase _database = null!;
    private Orm _orm = null!;
    private Session _session = null!;
    private Country _norway = null!;
    private Traveler _ann = null!;

    public async Task InitializeAsync()
    {
        _database = await (await EphemeralPostgres.SharedAsync()).CreateDatabaseAsync("docs");
        await GettingStarted.Pages.Start(_database.ConnectionString);
        _orm = Orm.Start(_system, Travel.Model, _database.ConnectionString);
        _session = _orm.OpenSession();
        var norway = _session.Add(new Country(0, "NO", "Norway"));
        var ann = _session.Add(new Traveler { Name = "Ann", Nickname = "A", Destination = norway.Key });
        var committed = await _session.CommitAsync();
        (_norway, _ann) = (committed.Of(norway), committed.Of(ann));
    }

    public async Task DisposeAsync()
    {
        await _orm.DisposeAsync();
        await _system.Terminate();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Getting_started()
    {
        await GettingStarted.Pages.WriteAndRead(_orm);
        await GettingStarted.Pages.NotLoaded(_session, _ann.Id);
    }

    [Fact]
    public async Task Queries_ask_as_the_page_says()
    {
        await Queries.Pages.Build(_session, "A");
        await Queries.Pages.Answers(_session, Query.From<Traveler>());
        await Queries.Pages.Includes(_session);
        Assert.Equal([new Queries.Pages.Line("Ann", "Norway")], await Queries.Pages.Lines(_session));
        await Queries.Pages.Text(_session, "Ann");
        await Queries.Pages.Stream(_session, CancellationToken.None);
    }

    [Fact]
    public async Task Units_change_and_roll_back()
    {
        await UnitsOfWork.Pages.Change(_session, _ann.Id, _norway);
        Assert.Equal("Annie", (await _session.GetAsync<Traveler>(_ann.Id)).Nickname);
    }

    [Fact]
    public async Task A_plan_is_seen_before_anything_is_sent()
    {
        await UnitsOfWork.Pages.See(_session);
        await _session.RollbackAsync();
        Assert.Equal(1, await _session.CountAsync(Query.From<Traveler>()));
    }

    [Fact]
    public async Task A_transaction_keeps_what_its_savepoints_keep()
    {
        await _session.ExecuteAsync($"create unique index country_code_key on country (code)");
        await UnitsOfWork.Pages.Transactions(_session, [new(0, "SE", "Sweden"), new(0, "NO", "Norway"), new(0, "FI", "Finland")], CancellationToken.None);
        Assert.Equal(3, await _session.CountAsync(Query.From<Country>()));
    }

    [Fact]
    public async Task A_block_answers_its_value() => Assert.Equal("Ann", await UnitsOfWork.Pages.Rename(_session, _ann.Id, "Anna"));

    [Fact]
    public async Task A_change_of_what_another_changed_is_refused()
    {
        await _orm.RunAsync(async other => { other.Update(await other.GetAsync<Traveler>(_ann.Id), t => t with { Nickname = "B" }); });
        await UnitsOfWork.Pages.Stale(_session, _ann);
        Assert.Equal("B", (await _session.GetAsync<Traveler>(_ann.Id)).Nickname);
    }

    [Fact]
    public async Task Both_actors_say_who_goes_to_Norway()
    {
        var concierge = _system.ActorOf(Props.Create(() => new Concierge(_orm)));
        var guide = _system.ActorOf(Props.Create(() => new Guide(_orm)));
        Assert.Equal("Ann", Assert.Single(await concierge.Ask<IReadOnlyList<Traveler>>(new Concierge.WhoGoesTo("NO"), Patience)).Name);
        Assert.Equal("Ann", Assert.Single(await guide.Ask<IReadOnlyList<Traveler>>(new Guide.WhoGoesTo("NO"), Patience)).Name);
    }
}
