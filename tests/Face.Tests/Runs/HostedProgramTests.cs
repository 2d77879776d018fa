using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Programs;
using Programs.Models;
using Xunit;

namespace AkkaOrm.Face;

/// <summary>P19 and P20: programs that build a host and run it.</summary>
public sealed class HostedProgramTests : ShopDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task P19_A_hosted_service_ships_what_is_paid_and_stops_gracefully()
    {
        await AddTravelersAsync();
        var (paid, open) = (await AddOrderAsync(OrderState.Paid), await AddOrderAsync());
        await RunAsync("P19_Hosted", [$"--AkkaOrm:ConnectionString={ConnectionString}", "--AkkaOrm:MaxConnections=3", "--AkkaOrm:ApplicationName=hosted"], async host =>
        {
            var orm = host.Services.GetRequiredService<Orm>();
            Assert.Same(Orm.Get(host.Services.GetRequiredService<ActorSystem>()), orm);
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.Equal(HealthStatus.Healthy, health.Entries["akka-orm"].Status);
            var guide = await host.Services.GetRequiredService<IRequiredActor<Guide>>().GetAsync();
            Assert.Equal("Sebastiaan", Assert.Single(await guide.Ask<IReadOnlyList<Traveler>>(new Guide.WhoGoesTo("NO"), Patience)).Name);
            using var deadline = new CancellationTokenSource(Patience);
            while (await FreshAsync(s => s.SingleOrDefaultAsync(Query.From<Order>().Where(o => o.Id == paid.Id), deadline.Token)) is not null) await Task.Delay(50, deadline.Token);
        });
        var states = await FreshAsync(s => s.FetchAsync(Query.From<Order>().IgnoreFilters("open").OrderBy(o => o.Id).Select(o => o.State)));
        Assert.Equal([OrderState.Shipped, OrderState.Open], states);
        Assert.Equal(0, await FreshAsync(s => s.SingleAsync(Query.FromSql<int>($"select count(*)::int from pg_stat_activity where datname = current_database() and application_name = 'hosted'"))));
    }

    [Fact]
    public async Task P20_An_API_reads_writes_and_refuses_what_is_stale()
    {
        await AddTravelersAsync();
        var order = await AddOrderAsync();
        await RunAsync("P20_Api", [$"--ConnectionStrings:shop={ConnectionString}", "--urls=http://127.0.0.1:0"], async host =>
        {
            using var client = new HttpClient { BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
            var one = await client.GetStringAsync("/travelers/1");
            Assert.Contains("\"name\":\"Sebastiaan\"", one, StringComparison.Ordinal);
            Assert.Contains("\"code\":\"NO\"", one, StringComparison.Ordinal);
            Assert.DoesNotContain("visits", one, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/travelers/99")).StatusCode);
            Assert.Equal(3, (await client.GetFromJsonAsync<List<System.Text.Json.JsonElement>>("/travelers"))!.Count);
            var created = await client.PostAsync("/travelers", JsonContent.Create(new { name = "Bob", age = 7 }));
            Assert.Equal((HttpStatusCode.Created, "/travelers/4"), (created.StatusCode, created.Headers.Location?.ToString()));
            var changed = JsonContent.Create(new { id = new { value = order.Id.Value }, state = 1, total = new { amount = 31, currency = "EUR" }, version = order.Version });
            Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/orders", changed)).StatusCode);
            Assert.Equal(HttpStatusCode.Conflict, (await client.PutAsync("/orders", changed)).StatusCode);
        });
        Assert.Equal((OrderState.Paid, 31m), await FreshAsync(async s => await s.GetAsync<Order>(order.Id) is var o ? (o.State, o.Total.Amount) : default));
    }

    // A program keeps its host to itself; the runtime tells of every host that is built.
    private static async Task RunAsync(string program, string[] arguments, Func<IHost, Task> use)
    {
        var built = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hosts = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(e => { if (e is { Key: "HostBuilt", Value: IHost host }) built.TrySetResult(host); }));
        }));
        var running = Task.Run(() => ClientProgram.Call(program, "Main", (object)arguments));
        var first = await Task.WhenAny(built.Task, running);
        if (first == running) await running;
        var host = await built.Task;
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await Task.WhenAny(started.Task, running).WaitAsync(Patience);
        try
        {
            if (!running.IsCompleted) await use(host);
        }
        finally
        {
            try
            {
                lifetime.StopApplication();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself, with an error that comes now.
            }
            await running.WaitAsync(Patience);
        }
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnCompleted() { }
        public void OnError(Exception error) { }
        public void OnNext(T value) => next(value);
    }
}
