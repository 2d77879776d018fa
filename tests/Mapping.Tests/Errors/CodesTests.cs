using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AkkaOrm.House;
using Xunit;

namespace AkkaOrm.Errors;

/// <summary>A code names one kind of failure, and leads to its part of the manual.</summary>
public sealed class CodesTests
{
    private static readonly IReadOnlyList<(Type Type, string Code)> Codes =
    [
        .. typeof(AkkaOrmException).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AkkaOrmException)) && !t.IsAbstract)
            .Select(t => (t, ((AkkaOrmException)RuntimeHelpers.GetUninitializedObject(t)).Code)),
    ];

    [Fact]
    public void No_two_exceptions_have_one_code() => Assert.Empty(Codes.GroupBy(c => c.Code).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(c => c.Type.Name))}"));

    [Fact]
    public void Codes_are_written_alike() => Assert.All(Codes, c => Assert.Matches(new Regex("^AKO-[a-z]+(-[a-z]+)*$"), c.Code));

    [Fact]
    public void Every_code_has_its_part_of_the_manual()
    {
        var manual = SourceTree.Text("docs/errors.md");
        Assert.All(Codes, c => Assert.Contains($"<a id=\"{c.Code.ToLowerInvariant()}\"></a>{c.Code}", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_names_no_code_that_does_not_exist() =>
        Assert.Empty(Regex.Matches(SourceTree.Text("docs/errors.md"), "<a id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).Except(Codes.Select(c => c.Code.ToLowerInvariant())));

    [Fact]
    public void Every_exception_is_sealed_and_public() => Assert.All(Codes, c => Assert.True(c.Type is { IsSealed: true, IsPublic: true }, c.Type.Name));
}
