using AkkaOrm;
using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>No property does I/O. A relation that was not loaded says so, and how to load it.</summary>
internal sealed class ReadWhatIsNotLoaded : IStep
{
    public string Title => "reading a relation that was not loaded is an error that helps";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("""
            var ann = await session.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann"));
            Console.WriteLine(ann.Destination.Value.Name);
            """);
        await using var session = guide.Orm.OpenSession();
        var ann = await session.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann"));
        guide.Statements.Clear();
        try
        {
            Say($"{ann.Destination.Value.Name}");
        }
        catch (NotLoadedException notLoaded)
        {
            ShowError(notLoaded);
            Expect(notLoaded.Entity == nameof(Traveler) && Equals(notLoaded.Key, ann.Id) && notLoaded.Path == nameof(Traveler.Destination), "the error does not name what was read");
            Expect(notLoaded.Hint is { } hint && hint.Contains("Include") && hint.Contains("LoadAsync"), "the error does not name both ways to load");
            Expect(guide.Statements.All.Count == 0, "reading a property sent a statement");
            return;
        }
        throw new UnexpectedException("a relation was loaded behind our back");
    }
}
