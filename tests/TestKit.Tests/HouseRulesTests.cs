using AkkaOrm.House;
using AkkaOrm.Testing;
using Xunit;

namespace AkkaOrm;

/// <summary>What users reference in their tests.</summary>
public sealed class HouseRulesTests
{
    [Fact]
    public void Public_types_stand_in_public_namespaces() => HouseRules.PublicTypesStandInPublicNamespaces(typeof(OrmTestKit).Assembly);

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() => HouseRules.FilesHaveOneNamespaceOfTheirFolder("src/TestKit");

    /// <summary>A scripted connection stands in the place of the driver: nothing of Npgsql is left.</summary>
    [Fact]
    public void Nobody_uses_Npgsql() => HouseRules.NobodyUses(@"\bNpgsql\b", "src/TestKit");

    [Fact]
    public void What_users_see_is_what_was_agreed_on() => PublicApi.MatchesApproved(typeof(OrmTestKit).Assembly, "tests/TestKit.Tests/PublicApi.txt");
}
