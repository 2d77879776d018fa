using AkkaOrm;
using Integration.Tests.Sessions;
using static AkkaOrm.Query;

namespace Integration.Tests.Guards;

/// <summary>Which messages one operation is, through which mailboxes. Pinned exactly: each is a queue, a wake-up and a change of thread.</summary>
[Collection(GuardCollection.Name)]
public sealed class MessageTests(GuardFixture fixture)
{
    private const int Operations = 50;

    [Fact]
    public Task Find_by_key() => Pinned("connection Assign, connection Ran, router Freed, router Run, session Done, session Find", (s, _) => s.FindAsync<Traveler>(7));

    [Fact]
    public Task Fetch() => Pinned("connection Assign, connection Ran, router Freed, router Run, session Done, session Fetch", (s, _) => s.FetchAsync(From<Traveler>().Where(t => t.Age == 30)));

    [Fact]
    public Task Fetch_with_an_include() => Pinned("connection Assign, connection Ran, router Freed, router Run, session Done, session Fetch", (s, _) => s.FetchAsync(From<Traveler>().Where(t => t.Age == 30).Include(t => t.Trips)));

    [Fact]
    public Task Commit_of_one_row() => Pinned("connection Assign, connection Ran, router Freed, router Run, session Commit, session Done", (s, i) =>
    {
        s.Add(new Node { Name = "new" });
        return s.CommitAsync();
    });

    [Fact]
    public async Task A_session_opened_used_once_and_closed()
    {
        await Pinned("connection Assign, connection Ran, router Freed, router Run, session Close, session Done, session Find", async (_, i) =>
        {
            await using var session = fixture.Orm.OpenSession();
            await session.FindAsync<Traveler>(7);
        });
    }

    private async Task Pinned(string expected, Func<Session, int, Task> work)
    {
        await using var session = fixture.Orm.OpenSession();
        await work(session, 0);
        await fixture.QuietAsync();
        var before = fixture.Messages.Now;
        for (var i = 1; i <= Operations; i++) await work(session, i);
        await fixture.QuietAsync();
        var messages = fixture.Messages.Since(before, Operations);
        Assert.True(expected == messages, messages);
    }
}
