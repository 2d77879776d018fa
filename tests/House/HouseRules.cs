using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace AkkaOrm.House;

/// <summary>Rules that hold in every project.</summary>
internal static class HouseRules
{
    private static readonly string[] PublicNamespaces = ["AkkaOrm", "AkkaOrm.Testing", "Microsoft.Extensions.DependencyInjection", "Akka.Hosting"];

    public static void PublicTypesStandInPublicNamespaces(Assembly assembly) =>
        Assert.All(assembly.GetExportedTypes(), t => Assert.True(PublicNamespaces.Contains(t.Namespace), t.FullName));

    public static void FilesHaveOneNamespaceOfTheirFolder(string project)
    {
        var wrong = from file in SourceTree.Files(project)
                    from Match match in Regex.Matches(file.Code, @"^namespace ([\w.]+)", RegexOptions.Multiline)
                    let space = match.Groups[1].Value
                    where !PublicNamespaces.Contains(space) && space != $"AkkaOrm.{file.Folder}"
                    select $"{file.Path}: {space}";
        Assert.Empty(wrong);
    }

    /// <summary>Nothing is said in these files about a word that a rule bans.</summary>
    public static void NobodyUses(string pattern, string project, Func<SourceFile, bool>? except = null) =>
        Assert.All(SourceTree.Files(project).Where(f => except?.Invoke(f) != true), f => Assert.False(Regex.IsMatch(f.Code, pattern), f.Path));
}
