using AkkaOrm.House;
using Xunit;

namespace AkkaOrm;

/// <summary>What belongs in Host, and only there.</summary>
public sealed class HouseRulesTests
{
    [Fact]
    public void Akka_Hosting_is_used_in_Host_only() =>
        Assert.All(["src/Mapping", "src/Actors", "src/TestKit"], project => HouseRules.NobodyUses(@"\busing Akka\.Hosting\b|\busing Microsoft\.Extensions\b", project));

    [Fact]
    public void Public_types_stand_in_public_namespaces() => HouseRules.PublicTypesStandInPublicNamespaces(typeof(Akka.Hosting.AkkaOrmHostingExtensions).Assembly);

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() => HouseRules.FilesHaveOneNamespaceOfTheirFolder("src/Host");

    [Fact]
    public void What_users_see_is_what_was_agreed_on() => PublicApi.MatchesApproved(typeof(Akka.Hosting.AkkaOrmHostingExtensions).Assembly, "tests/Host.Tests/PublicApi.txt");
}
