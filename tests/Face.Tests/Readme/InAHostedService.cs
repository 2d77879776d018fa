using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Readme.First;

namespace Readme.Hosted;
#region readme-in-a-hosted-service
using AkkaOrm;
using static AkkaOrm.Query;

public sealed class Counter(Orm orm, ILogger<Counter> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await using var session = orm.OpenSession();
        var bound = await session.CountAsync(From<Traveler>().Where(t => t.Destination.HasValue), stopping);
        log.LogInformation("{Count} travelers know where to go", bound);
    }
}

public static class App
{
    public static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAkkaOrm(Travel.Model, builder.Configuration.GetSection("AkkaOrm"));     // ConnectionString, …
        builder.Services.AddHostedService<Counter>();
        return builder.Build();
    }
}
#endregion
