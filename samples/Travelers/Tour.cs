using AkkaOrm;
using Spectre.Console;
using Travelers.Steps;

namespace Travelers;

/// <summary>The steps in the order they are walked. A step that fails does not end the tour; it makes its result false.</summary>
internal static class Tour
{
    private static readonly IStep[] Steps =
    [
        new StartWithoutConnecting(),
        new TextualStatement(),
        new CreateSchema(),
        new LoadCountries(),
        new AddTraveler(),
        new ReadWhatIsNotLoaded(),
        new IncludeInTheQuery(),
        new LoadExplicitly(),
        new NothingUnloadedByCommit(),
        new RunInsideTheSession(),
        new StaleChange(),
        new PlainMessages(),
        new StreamTravelers(),
        new LoadByManyAtOnce(),
        new DropSchema(),
    ];

    public static async Task<bool> WalkAsync(Guide guide)
    {
        var expected = 0;
        foreach (var (index, step) in Steps.Index())
        {
            AnsiConsole.WriteLine();
            AnsiConsole.Write(new Rule($"[bold]{index + 1}[/] {Markup.Escape(step.Title)}") { Justification = Justify.Left, Style = "grey" });
            if (await WalkAsync(guide, index + 1, step)) expected++;
        }
        AnsiConsole.WriteLine();
        Console.WriteLine($"tour: {expected} of {Steps.Length} steps as expected");
        return expected == Steps.Length;
    }

    private static async Task<bool> WalkAsync(Guide guide, int number, IStep step)
    {
        guide.Statements.Clear();
        try
        {
            await step.RunAsync(guide);
            AnsiConsole.MarkupInterpolated($"[green]ok[/]");
            Console.WriteLine($" {number} {step.Title}");
            return true;
        }
        catch (Exception error)
        {
            AnsiConsole.MarkupInterpolated($"[red]FAILED[/]");
            Console.WriteLine($" {number} {step.Title}: {(error is UnexpectedException or AkkaOrmException ? error.Message : error)}");
            return false;
        }
    }
}
