using static AkkaOrm.Query;
using static Travelers.Guide;

namespace Travelers.Steps;

/// <summary>SQL as an interpolated string: each hole becomes a typed parameter, never a part of the text.</summary>
internal sealed class TextualStatement : IStep
{
    public string Title => "a textual statement with a parameter";

    public async Task RunAsync(Guide guide)
    {
        ShowCode("""await session.SingleAsync(FromSql<string>($"select upper({name})"))""");
        await using var session = guide.Orm.OpenSession();
        var name = "Robert'); drop table traveler; --";
        var answer = await session.SingleAsync(FromSql<string>($"select upper({name})"));
        guide.ShowSql();
        Expect(answer == name.ToUpperInvariant(), $"the server answered {answer}");
        Expect(guide.Statements.Work is [var sql] && sql.Contains("$1") && !sql.Contains("Robert"), "the value went into the text");
    }
}
