using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>The end: tables gone, engine stopped, and the server holds no connection of ours.</summary>
internal sealed class DropSchema : IStep
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Title => "drop the schema; no connection is left";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("await orm.Schema.DropAsync();\nawait orm.DisposeAsync();");
        await guide.Orm.Schema.DropAsync();
        guide.ShowSql();
        Expect(!await guide.Orm.Schema.ExistsAsync(), "the schema is still there");
        await guide.Orm.DisposeAsync();

        // A backend leaves pg_stat_activity a moment after its client hung up.
        using var late = new CancellationTokenSource(Patience);
        long left;
        while ((left = await guide.ConnectionsAsync()) > 0 && !late.IsCancellationRequested) await Task.Delay(20);
        Say($"Connections left: {left}.");
        Expect(left == 0, $"{left} connections are left");
    }
}
