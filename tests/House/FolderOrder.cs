using System.Text.RegularExpressions;
using Xunit;

namespace AkkaOrm.House;

/// <summary>Which folder of a project may use which: each only those before it.</summary>
internal sealed partial class FolderOrder(string project, params string[] folders)
{
    private readonly ILookup<string, string> _names = SourceTree.Files(project).ToLookup(f => f.Folder, f => Path.GetFileName(f.Path).Split('.')[0]);

    /// <summary>Fails with every use of a folder that stands after the one it is used in, and every folder that has no place.</summary>
    public void Holds()
    {
        var faults = new List<string>();
        foreach (var file in SourceTree.Files(project).Where(f => f.Folder.Length > 0))
        {
            var place = Array.IndexOf(folders, file.Folder);
            if (place < 0) faults.Add($"{file.Path}: {file.Folder} has no place in the order");
            else faults.AddRange(Used(file).Where(used => Array.IndexOf(folders, used) > place).Select(used => $"{file.Path} uses {used}"));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private IEnumerable<string> Used(SourceFile file) =>
        Usings().Matches(file.Code).Concat(Qualified().Matches(file.Code).Where(m => _names[m.Groups[1].Value].Contains(m.Groups[2].Value)))
            .Select(m => m.Groups[1].Value).Distinct().Where(folders.Contains);

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?AkkaOrm\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Usings();

    // A type behind a folder's name: `Types.StoreType`, `AkkaOrm.Types.StoreType`.
    [GeneratedRegex(@"\b([A-Z]\w+)\.([A-Z]\w+)")]
    private static partial Regex Qualified();
}
