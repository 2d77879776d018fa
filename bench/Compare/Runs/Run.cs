using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Reports;

namespace AkkaOrm.Compare.Runs;

/// <summary>All chosen cases, one after the other, on one server.</summary>
internal sealed class Run(Server server, RunOptions options)
{
    public async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<Case> cases, CancellationToken ct)
    {
        var results = new List<CaseResult>();
        foreach (var @case in cases)
        {
            var result = await RunAsync(@case, ct).ConfigureAwait(false);
            results.Add(result);
            Tables.Write(result);
        }

        RatioLines.Write(Console.Out, results);
        return results;
    }

    private async Task<CaseResult> RunAsync(Case @case, CancellationToken ct)
    {
        try
        {
            return await new CaseRun(@case, options, _ => { }).RunAsync(server.Arena(), ct).ConfigureAwait(false);
        }
        // A case that fails is told, and the others still run.
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return CaseResult.Failed(@case, e.ToString());
        }
        finally
        {
            await server.EndCaseAsync().ConfigureAwait(false);
        }
    }
}
