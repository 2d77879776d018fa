using AkkaOrm.Compare.Runs;
using Spectre.Console;

namespace AkkaOrm.Compare.Reports;

/// <summary>A bar on a terminal; a line for each case on the error stream where the output goes to a file or a program.</summary>
internal static class Displays
{
    public static Task<T> ShowAsync<T>(Func<IProgressDisplay, Task<T>> work) => AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
        ? AnsiConsole.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(progress => work(new Bar(progress.AddTask("starts"))))
        : work(new Lines());

    private sealed class Bar(ProgressTask task) : IProgressDisplay
    {
        private string _case = "";

        public void Case(string name, int done, int all)
        {
            _case = $"{name} ({done + 1} of {all})";
            task.MaxValue = all;
            task.Value = done;
        }

        public void Stage(string stage) => task.Description = Markup.Escape($"{_case} {stage}");
    }

    private sealed class Lines : IProgressDisplay
    {
        public void Case(string name, int done, int all) => Console.Error.WriteLine($"[{done + 1}/{all}] {name}");

        public void Stage(string stage)
        {
        }
    }
}
