using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>A block of code that has the session for itself: commits when it ends, rolls back when it throws.</summary>
internal sealed class RunInsideTheSession : IStep
{
    public string Title => "code inside the session with RunAsync";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("""
            var age = await session.RunAsync(async unit =>
            {
                var ann = await unit.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann"));
                return unit.Update(ann, t => t with { Age = t.Age + 1 }).Age;
            });
            """);
        await using var session = guide.Orm.OpenSession();
        var age = await session.RunAsync(async unit =>
        {
            var ann = await unit.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann"));
            return unit.Update(ann, t => t with { Age = t.Age + 1 }).Age;
        });
        guide.ShowSql();
        Expect(age == 37, $"the block answered {age}");

        var thrown = new InvalidOperationException("missed the boat");
        try
        {
            await session.RunAsync(async unit =>
            {
                var ann = await unit.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann"));
                unit.Update(ann, t => t with { Age = 99 });
                await unit.FlushAsync();
                throw thrown;
            });
            throw new UnexpectedException("a block that threw ended well");
        }
        catch (InvalidOperationException caught)
        {
            Expect(ReferenceEquals(caught, thrown), "another exception came out than was thrown");
        }
        await using var other = guide.Orm.OpenSession();
        var now = await other.SingleAsync(From<Traveler>().Where(t => t.Name == "Ann").Select(t => t.Age));
        Say($"Ann is {now}: the block that threw left nothing behind.");
        Expect(now == 37, $"Ann is {now} in the database");
    }
}
