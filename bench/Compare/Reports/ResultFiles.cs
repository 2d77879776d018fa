using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

/// <summary>Where a whole run leaves its figures: <c>bench/results</c>, and the page on performance.</summary>
/// <param name="root">The folder of the solution.</param>
internal sealed class ResultFiles(string root)
{
    /// <summary>The solution this program was built in; null when it is run elsewhere.</summary>
    public static ResultFiles? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AkkaOrm.sln"))) return new ResultFiles(folder.FullName);
        }

        return null;
    }

    public async Task WriteAsync(IReadOnlyList<CaseResult> results, Machine machine, DateOnly date)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "bench", "results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "latest.json"), JsonReport.Of(results, machine, quick: false, date)).ConfigureAwait(false);
        foreach (var old in Directory.GetFiles(folder, "*.svg")) File.Delete(old);
        foreach (var group in results.GroupBy(r => r.Group))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, RatioChart.FileName(group.Key)), RatioChart.Of(group.Key, [.. group])).ConfigureAwait(false);
        }

        var page = Path.Combine(root, "docs", "performance.md");
        await File.WriteAllTextAsync(page, Page.Rewrite(await File.ReadAllTextAsync(page).ConfigureAwait(false), PageTables.Of(results, machine, date))).ConfigureAwait(false);
    }
}
