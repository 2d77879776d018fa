using System.Diagnostics;
using Npgsql;

namespace Integration.Tests.Proxy;

/// <summary>What the proxy does beside counting.</summary>
public sealed class ProxyDelayTests(ProxyFixture fixture) : IClassFixture<ProxyFixture>
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task A_round_trip_takes_no_less_than_was_added(double milliseconds)
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.PrepareAsync();
        proxy.RoundTripTime = TimeSpan.FromMilliseconds(milliseconds);
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await command.ExecuteScalarAsync();
            var took = Stopwatch.GetElapsedTime(started);
            Assert.True(took >= proxy.RoundTripTime, $"{took.TotalMilliseconds} ms");
        }
        Assert.True(proxy.MeanLateness > TimeSpan.Zero);
    }

    /// <summary>Otherwise 64 statements would take 19 s at the least.</summary>
    [Fact]
    public async Task What_is_sent_together_is_delayed_together()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        proxy.RoundTripTime = TimeSpan.FromMilliseconds(300);
        var started = Stopwatch.GetTimestamp();
        await using (var batch = new NpgsqlBatch(connection))
        {
            for (var i = 0; i < 64; i++) batch.BatchCommands.Add(new($"select {i}, repeat('x', 2000)"));
            await using var reader = await batch.ExecuteReaderAsync();
            for (var i = 0; i < 64; i++, await reader.NextResultAsync())
            {
                Assert.True(await reader.ReadAsync());
                Assert.Equal(i, reader.GetInt32(0));
            }
        }
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(64 * 0.3));
    }

    [Fact]
    public async Task A_shorter_delay_does_not_let_bytes_pass_others()
    {
        await using var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        proxy.RoundTripTime = TimeSpan.FromMilliseconds(50);
        await using var command = new NpgsqlCommand("select i, repeat('x', 1000) from generate_series(0, 4999) i", connection);
        await using var reader = await command.ExecuteReaderAsync();
        for (var i = 0; await reader.ReadAsync(); i++)
        {
            Assert.Equal(i, reader.GetInt32(0));
            if (i == 100) proxy.RoundTripTime = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task A_cut_connection_fails_and_the_next_one_works()
    {
        await using var proxy = fixture.Proxy();
        await using var first = await ProxyFixture.ConnectAsync(proxy);
        var cut = Assert.Single(proxy.Connections);
        await using var command = new NpgsqlCommand("select pg_sleep(60)", first);
        var running = command.ExecuteNonQueryAsync();
        SpinWait.SpinUntil(() => cut.Counts.Execute > 0, TimeSpan.FromSeconds(30));
        cut.Cut();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => running);
        await cut.Ended;
        Assert.False(cut.IsOpen);
        cut.Cut();
        await using var second = await ProxyFixture.ConnectAsync(proxy);
        Assert.Single(proxy.Connections);
    }

    [Fact]
    public async Task A_disposed_proxy_has_ended_its_connections()
    {
        var proxy = fixture.Proxy();
        await using var connection = await ProxyFixture.ConnectAsync(proxy);
        await proxy.DisposeAsync();
        Assert.Empty(proxy.Connections);
        await using var command = new NpgsqlCommand("select 1", connection);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task A_connection_that_the_client_closes_ends_on_both_sides()
    {
        await using var proxy = fixture.Proxy();
        await using (await ProxyFixture.ConnectAsync(proxy))
        {
            Assert.Single(proxy.Connections);
        }
        await Task.WhenAll(proxy.Connections.Select(c => c.Ended)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(proxy.Connections);
    }
}
