using System.Diagnostics;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Runs;

/// <summary>All chosen cases, one after the other, on one server.</summary>
/// <param name="told">Gets each result as soon as it is there.</param>
internal sealed class Run(Server server, RunOptions options, IProgressDisplay display, Action<CaseResult> told)
{
    public async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<Case> cases, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var results = new List<CaseResult>();
        foreach (var @case in cases)
        {
            display.Case(@case.Name, results.Count, cases.Count);
            var began = clock.Elapsed;
            var result = await RunAsync(@case, options.ForNext(began, cases.Count - results.Count), ct).ConfigureAwait(false);
            result = result with { Took = clock.Elapsed - began };
            results.Add(result);
            told(result);
        }

        return results;
    }

    private async Task<CaseResult> RunAsync(Case @case, RunOptions own, CancellationToken ct)
    {
        try
        {
            return await new CaseRun(@case, own, display.Stage).RunAsync(server.Arena, ct).ConfigureAwait(false);
        }
        // A case that fails is told, and the others still run.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return CaseResult.Failed(@case, Described(e));
        }
        finally
        {
            await server.EndCaseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What happened, and where in these files.</summary>
    private static string Described(Exception e) => string.Join('\n', (e.StackTrace ?? "").Split('\n')
        .Where(line => line.Contains("AkkaOrm.", StringComparison.Ordinal)).Select(line => line.TrimEnd()).Prepend($"{e.GetType().Name}: {e.Message}"));
}
