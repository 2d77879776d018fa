using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2;
using AkkaOrm;
using Xunit;
using static AkkaOrm.Query;

namespace Integration.Tests.Sessions;

/// <summary>S16 of the behaviours: what is logged of statements.</summary>
public sealed class EchoTests(OrmFixture fixture) : TestKit(ConfigurationFactory.ParseString("akka.loglevel = INFO")), IClassFixture<OrmFixture>
{
    private const string Secret = "canary-4711";

    private async Task<IReadOnlyList<string>> Echoed(Func<Session, Task> work)
    {
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log, typeof(Info));
        await using var orm = Orm.Start(Sys, Travel.Model, new OrmOptions { ConnectionString = fixture.ConnectionString, Echo = true });
        await using (var session = orm.OpenSession())
        {
            await work(session);
            await session.ExecuteAsync($"/* the end */ select 1");
        }
        var lines = new List<string>();
        while (true)
        {
            var line = (await log.ExpectMsgAsync<Info>()).Message.ToString()!;
            if (line.Contains("the end", StringComparison.Ordinal)) return lines;
            lines.Add(line);
        }
    }

    /// <summary>S16</summary>
    [Fact]
    public async Task Every_statement_is_logged_with_its_rows_and_without_its_values()
    {
        var lines = await Echoed(async session =>
        {
            session.Add(new Traveler { Name = Secret });
            await session.CommitAsync();
            await session.FetchAsync(From<Traveler>().Where(t => t.Name == Secret));
            await session.FetchAsync(From<Traveler>().Where(t => t.Name == Secret));
        });
        Assert.Contains(lines, l => l.Contains("BEGIN", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("INSERT INTO \"traveler\"", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("COMMIT", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(l => l.Contains("SELECT", StringComparison.Ordinal) && l.Contains("FROM \"traveler\"", StringComparison.Ordinal)));
        Assert.All(lines.Where(l => l.Contains("traveler", StringComparison.Ordinal)), l => Assert.Contains(" ms", l));
        Assert.DoesNotContain(lines, l => l.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>S16</summary>
    [Fact]
    public async Task Savepoints_and_rollbacks_are_logged_too()
    {
        var lines = await Echoed(async session =>
        {
            await session.BeginAsync();
            var savepoint = await session.SavepointAsync("here");
            await savepoint.RollbackAsync();
            await session.RollbackAsync();
        });
        foreach (var text in new[] { "BEGIN", "SAVEPOINT \"here\"", "ROLLBACK TO SAVEPOINT \"here\"", "ROLLBACK" })
            Assert.Contains(lines, l => l.Contains(text, StringComparison.Ordinal));
    }
}
