using System.Diagnostics;
using AkkaOrm.Children;
using AkkaOrm.Testing;
using Npgsql;
using Xunit;

namespace AkkaOrm.Servers;

/// <summary>A server from the programs of this machine.</summary>
public sealed class LocalServerTests
{
    [LocalFact]
    public async Task A_local_server_says_its_version_and_folder_and_speaks_UTF8()
    {
        await using var postgres = await StartAsync();
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);

        Assert.Matches(@"^local \d+\.\d+\S* \(.+\)$", postgres.Source);
        Assert.Equal("UTF8", await source.CreateCommand("SHOW server_encoding").ExecuteScalarAsync());
        Assert.Equal("200", await source.CreateCommand("SHOW max_connections").ExecuteScalarAsync());
        Assert.Equal("127.0.0.1", await source.CreateCommand("SHOW listen_addresses").ExecuteScalarAsync());
    }

    [LocalFact]
    public async Task An_ordinary_user_gets_a_local_server_too()
    {
        using var temp = new PrivateTemp();

        using var child = await Child.StartAsync(temp, Ways.Local, asServerUser: Account.IsRoot, home: temp.Path);
        Assert.True(await child.AnswersAsync(), child.Said);
        await child.FinishAsync();

        Assert.Empty(temp.ServerFolders);
    }

    [LocalFact]
    public async Task A_local_server_lets_nobody_in_without_its_password()
    {
        await using var postgres = await StartAsync();
        var guess = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };

        await using var connection = new NpgsqlConnection(guess.ConnectionString);

        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync())).SqlState);
    }

    [LocalFact]
    public async Task Local_servers_started_at_once_do_not_disturb_each_other()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync()));

        Assert.Equal(3, servers.Select(s => new NpgsqlConnectionStringBuilder(s.ConnectionString).Port).Distinct().Count());
        foreach (var server in servers)
        {
            await using (server)
            {
                await using var database = await server.CreateDatabaseAsync();
            }
        }
    }

    [Fact]
    public async Task Only_the_named_folder_is_searched_and_the_failure_comes_at_once()
    {
        var time = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<EphemeralPostgresException>(() =>
            EphemeralPostgres.StartAsync(new Wishes(Ways.Local, Binaries: "/nonexistent"), isShared: false, CancellationToken.None));

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), $"took {time.Elapsed}");
        Assert.Contains(
            "/nonexistent, the only folder searched because AKKAORM_POSTGRES_BIN names it, does not exist", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/usr/lib/postgresql", error.Message, StringComparison.Ordinal);
        Assert.Contains("not tried, AKKAORM_POSTGRES=local asks for one other way only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_lacks_a_program_is_named_with_what_it_lacks()
    {
        var folder = Directory.CreateTempSubdirectory("akkaorm-tests-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "initdb"), "");

            var error = await Assert.ThrowsAsync<WayClosedException>(() => new LocalServer(folder.FullName).StartAsync(CancellationToken.None));

            Assert.EndsWith("lacks pg_ctl, postgres", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [LocalFact]
    public async Task A_start_given_up_in_the_middle_leaves_nothing()
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var before = Directory.GetDirectories(Path.GetTempPath(), "akkaorm-postgres-*");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EphemeralPostgres.StartAsync(Needs.Local, isShared: false, giveUp.Token));

        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "akkaorm-postgres-*").Except(before),
            f => File.Exists(Path.Combine(f, "owner")) && File.ReadAllText(Path.Combine(f, "owner")) == ProcessMark.OfThisProcess().ToString());
    }

    private static Task<EphemeralPostgres> StartAsync() =>
        EphemeralPostgres.StartAsync(Needs.Local, isShared: false, CancellationToken.None);
}
