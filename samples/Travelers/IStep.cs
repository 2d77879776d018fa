namespace Travelers;

/// <summary>One stop of the tour. It throws when the database does not behave as the step says.</summary>
internal interface IStep
{
    string Title { get; }
    Task RunAsync(Guide guide);
}
