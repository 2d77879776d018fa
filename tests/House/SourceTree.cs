using System.Reflection;
using System.Text.RegularExpressions;

namespace AkkaOrm.House;

/// <summary>The source files of the repository that a test assembly was built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>C# files below a folder, named from <see cref="Root"/>, with forward slashes; what a build makes is left out.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var at = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AkkaOrm.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("AkkaOrm.sln is in no folder above the test assembly");
    }
}

/// <summary>A file, and its code without comments.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Code { get; } = Comments().Replace(Text, "");

    /// <summary>The folder of the project it is in: <c>Connections</c> of <c>src/Actors/Connections/X.cs</c>.</summary>
    public string Folder => Path.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    public override string ToString() => Path;

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comments();
}
