using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AkkaOrm.House;
using Xunit;

namespace AkkaOrm.Errors;

/// <summary>What holds for all exceptions together.</summary>
public sealed class CodesTests
{
    private static readonly IReadOnlyList<(Type Type, string Code)> Codes =
    [
        .. typeof(AkkaOrmException).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AkkaOrmException)) && !t.IsAbstract)
            .Select(t => (t, ((AkkaOrmException)RuntimeHelpers.GetUninitializedObject(t)).Code)),
    ];

    [Fact]
    public void The_manual_names_no_code_that_does_not_exist() =>
        Assert.Empty(Regex.Matches(SourceTree.Text("docs/errors.md"), "<a id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).Except(Codes.Select(c => c.Code.ToLowerInvariant())));

    [Fact]
    public void Every_exception_is_sealed_and_public() => Assert.All(Codes, c => Assert.True(c.Type is { IsSealed: true, IsPublic: true }, c.Type.Name));
}
