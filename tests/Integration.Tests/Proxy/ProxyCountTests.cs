using AkkaOrm.Testing;
using Npgsql;

namespace Integration.Tests.Proxy;

/// <summary>The proxy counts what Npgsql is known to send.</summary>
public sealed class ProxyCountTests(ProxyFixture fixture) : IClassFixture<ProxyFixture>
{
    [Fact]
    public async Task A_statement_is_one_of_each_message_and_one_round_trip()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        var before = proxy.Counts;
        await ScalarAsync(connection, "select 1");
        var counts = proxy.Counts - before;
        Assert.Equal(new ProxyCounts { Parse = 1, Bind = 1, Describe = 1, Execute = 1, Sync = 1, RoundTrips = 1, BytesToServer = counts.BytesToServer, BytesToClient = counts.BytesToClient }, counts);
        Assert.Equal((1, 5), (counts.Statements, counts.Messages));
        Assert.True(counts.BytesToServer > "select 1".Length);
        Assert.True(counts.BytesToClient > 0);
    }

    [Fact]
    public async Task A_prepared_statement_is_not_parsed_again()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.PrepareAsync();
        var before = proxy.Counts;
        for (var i = 0; i < 3; i++) await command.ExecuteScalarAsync();
        var counts = proxy.Counts - before;
        Assert.Equal((0, 3, 3, 3, 3), (counts.Parse, counts.Bind, counts.Execute, counts.Sync, counts.RoundTrips));
    }

    [Fact]
    public async Task A_batch_of_three_statements_is_one_round_trip()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("select 1"), new("select 2"), new("select 3") } };
        var before = proxy.Counts;
        await batch.ExecuteNonQueryAsync();
        var counts = proxy.Counts - before;
        Assert.Equal((3, 1, 1), (counts.Statements, counts.Sync, counts.RoundTrips));
    }

    [Fact]
    public async Task A_batch_with_barriers_counts_each_answer_though_nobody_waits_for_it()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        await using var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = true, BatchCommands = { new("select 1"), new("select 2"), new("select 3") } };
        var before = proxy.Counts;
        await batch.ExecuteNonQueryAsync();
        Assert.Equal(3, (proxy.Counts - before).RoundTrips);
    }

    [Fact]
    public async Task A_copy_waits_twice_once_before_its_first_row_and_once_at_its_end()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        await ScalarAsync(connection, "create temporary table copied (id int)");
        var before = proxy.Counts;
        await using (var copy = await connection.BeginBinaryImportAsync("copy copied from stdin binary"))
        {
            for (var i = 0; i < 20_000; i++) await copy.WriteRowAsync(default, i);
            await copy.CompleteAsync();
        }
        var counts = proxy.Counts - before;
        Assert.Equal((1, 2), (counts.Query, counts.RoundTrips));
        Assert.True(counts.BytesToServer > 20_000 * 10);
    }

    [Fact]
    public async Task Rows_in_many_pieces_arrive_whole_and_are_one_round_trip()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        var before = proxy.Counts;
        await using (var command = new NpgsqlCommand("select repeat(chr(65 + i % 26), i * 10) from generate_series(1, 2000) i", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            for (var i = 1; await reader.ReadAsync(); i++) Assert.Equal(new string((char)(65 + i % 26), i * 10), reader.GetString(0));
        }
        var counts = proxy.Counts - before;
        Assert.Equal((1, 1), (counts.Statements, counts.RoundTrips));
        Assert.True(counts.BytesToClient > 2000L * 2001 / 2 * 10);
    }

    [Fact]
    public async Task Logins_are_connections_and_no_round_trips()
    {
        await using var proxy = fixture.Proxy();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(proxy.ConnectionString) { Pooling = false });
        Assert.Empty(proxy.Connections);
        await using (await source.OpenConnectionAsync())
        {
        }
        await Task.WhenAll(proxy.Connections.Select(c => c.Ended)).WaitAsync(TimeSpan.FromSeconds(30));
        var before = proxy.Counts;
        await using (await source.OpenConnectionAsync())
        {
            var counts = proxy.Counts - before;
            Assert.Equal((1, 0, 0), (counts.Connections, counts.RoundTrips, counts.Messages));
            Assert.True(counts.BytesToServer > 0);
        }
    }

    [Fact]
    public async Task A_request_to_cancel_is_no_connection()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        using var cancel = new CancellationTokenSource();
        await using var command = new NpgsqlCommand("select pg_sleep(60)", connection);
        var before = proxy.Counts;
        var running = command.ExecuteNonQueryAsync(cancel.Token);
        SpinWait.SpinUntil(() => (proxy.Counts - before).Sync == 1, TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var counts = proxy.Counts - before;
        Assert.Equal((0, 1), (counts.Connections, counts.Cancels));
    }

    [Fact]
    public async Task A_server_that_is_not_there_closes_the_client()
    {
        await using var proxy = PostgresProxy.Start("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ProxyFixture.ConnectAsync(proxy));
    }

    [Theory]
    [InlineData("Host=/tmp")]
    [InlineData("Host=a,b")]
    [InlineData("Database=x")]
    public void A_server_that_can_not_be_proxied_is_refused(string text) => Assert.Throws<ArgumentException>(() => PostgresProxy.Start(text));

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
