using AkkaOrm;
using Xunit;

namespace Integration.Tests.Sessions;

/// <summary>Code of the user's that throws where it must not.</summary>
public sealed class DefectTests(OrmFixture fixture) : IClassFixture<OrmFixture>
{
    public sealed record Fuse
    {
        public int Id { get; init; }
        public required string Text { get; init; }
    }

    private static string Back(string text) => text.StartsWith("blown", StringComparison.Ordinal) ? throw new InvalidOperationException("a conversion that throws") : text;

    private static readonly Model Fuses = Model.Create(m => m.Entity<Fuse>(e => e.Property(f => f.Text).HasConversion(text => text, stored => Back(stored))));

    [Fact]
    public async Task A_commit_whose_answer_cannot_be_taken_in_says_that_it_is_committed_and_the_session_ends()
    {
        await using var orm = Orm.Start(fixture.System, Fuses, fixture.ConnectionString);
        await orm.Schema.CreateAsync();
        await using var session = orm.OpenSession();
        session.Add(new Fuse { Text = "blown by a commit" });
        var defect = await Assert.ThrowsAsync<SessionFaultedException>(() => session.CommitAsync());
        Assert.Contains("committed", defect.Problem);
        Assert.Contains("do not send it again", defect.Hint);
        Assert.Equal(1L, await fixture.AskAsync("select count(*) from fuse where text = 'blown by a commit'"));
        await Assert.ThrowsAsync<SessionClosedException>(() => session.CommitAsync());
        Assert.Equal(1L, await fixture.AskAsync("select count(*) from fuse where text = 'blown by a commit'"));
    }

    [Fact]
    public async Task What_waits_behind_such_a_commit_is_not_begun()
    {
        await using var orm = Orm.Start(fixture.System, Fuses, fixture.ConnectionString);
        await orm.Schema.CreateAsync();
        await using var session = orm.OpenSession();
        session.Add(new Fuse { Text = "blown before another" });
        var first = session.CommitAsync();
        session.Add(new Fuse { Text = "behind a blown one" });
        var second = session.CommitAsync();
        await Assert.ThrowsAsync<SessionFaultedException>(() => first);
        await Assert.ThrowsAsync<SessionClosedException>(() => second);
        Assert.Equal(0L, await fixture.AskAsync("select count(*) from fuse where text = 'behind a blown one'"));
    }

    [Fact]
    public async Task A_read_whose_values_cannot_be_made_fails_and_the_session_lives_on()
    {
        await using var orm = Orm.Start(fixture.System, Fuses, fixture.ConnectionString);
        await orm.Schema.CreateAsync();
        var id = await fixture.AskAsync("insert into fuse (text) values ('blown') returning id");
        await using var session = orm.OpenSession();
        await Assert.ThrowsAnyAsync<AkkaOrmException>(() => session.FindAsync<Fuse>(id!));
        Assert.Null(await session.FindAsync<Fuse>(-1));
    }
}
