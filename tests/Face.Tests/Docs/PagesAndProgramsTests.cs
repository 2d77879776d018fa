using System.Text.RegularExpressions;
using AkkaOrm.House;
using Xunit;

namespace Docs;

/// <summary>What the README and the pages in docs/ show is code that compiles here.</summary>
public sealed partial class PagesAndProgramsTests
{
    private static readonly string Root = SourceTree.Root;
    private static readonly string Here = Path.Combine(Root, "tests", "Face.Tests", "Docs");

    public static TheoryData<string> Pages => [.. new[] { "README.md" }.Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(p => Path.GetRelativePath(Root, p)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_of_a_page_stands_in_a_compiled_file(string page)
    {
        var programs = new[] { "Readme", "Docs" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Here, "..", folder), "*.cs"))
            .SelectMany(file => Regions().Matches(File.ReadAllText(file)).Select(m => Outdented(m.Groups["code"].Value)))
            .ToHashSet();

        foreach (Match block in Blocks().Matches(File.ReadAllText(Path.Combine(Root, page))))
            Assert.Contains(Outdented(block.Groups["code"].Value), programs);
    }

    [Fact]
    public void The_readme_shows_all_its_programs()
    {
        var blocks = Blocks().Matches(File.ReadAllText(Path.Combine(Root, "README.md"))).Select(m => Outdented(m.Groups["code"].Value)).ToHashSet();
        var programs = Directory.EnumerateFiles(Path.Combine(Root, "tests", "Face.Tests", "Readme"), "*.cs")
            .SelectMany(file => Regions().Matches(File.ReadAllText(file)).Select(m => Outdented(m.Groups["code"].Value)));

        Assert.All(programs, program => Assert.Contains(program, blocks));
    }

    private static string Outdented(string code)
    {
        var lines = code.Split('\n').Select(line => line.TrimEnd()).ToList();
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    [GeneratedRegex(@"#region (?<name>[\w-]+)\r?\n(?<code>.*?)\r?\n[ ]*#endregion", RegexOptions.Singleline)]
    private static partial Regex Regions();

    [GeneratedRegex(@"```csharp\r?\n(?<code>.*?)\r?\n```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
