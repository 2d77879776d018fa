using AkkaOrm.House;
using Xunit;

namespace AkkaOrm;

/// <summary>What keeps Mapping pure: values and functions, no packages, no I/O, no actors.</summary>
public sealed class HouseRulesTests
{
    private static readonly System.Reflection.Assembly Mapping = typeof(Query).Assembly;

    [Fact]
    public void Mapping_references_only_the_base_class_library() =>
        Assert.All(Mapping.GetReferencedAssemblies(), a => Assert.StartsWith("System", a.Name, StringComparison.Ordinal));

    [Fact]
    public void Mapping_has_no_packages() => Assert.DoesNotContain("PackageReference", SourceTree.Text("src/Mapping/AkkaOrm.Mapping.csproj"));

    [Fact]
    public void Mapping_does_no_io() => HouseRules.NobodyUses(@"using System\.(IO|Data|Threading\.Tasks)\b|\basync (Task|ValueTask|static|\()|\b(Task|File|Directory|HttpClient|TcpClient)\.", "src/Mapping");

    [Fact]
    public void A_folder_uses_only_those_before_it() => new FolderOrder("src/Mapping",
        "Errors", "Relations", "Rows", "Types", "Statements", "Models", "Queries", "Tracking", "Compilation", "UnitsOfWork", "Materialization", "Schemas").Holds();

    [Fact]
    public void Public_types_stand_in_public_namespaces() => HouseRules.PublicTypesStandInPublicNamespaces(Mapping);

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() => HouseRules.FilesHaveOneNamespaceOfTheirFolder("src/Mapping");

    [Fact]
    public void What_users_see_is_what_was_agreed_on() => PublicApi.MatchesApproved(Mapping, "tests/Mapping.Tests/PublicApi.txt");
}
