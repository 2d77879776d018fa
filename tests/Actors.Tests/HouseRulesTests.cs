using System.Reflection;
using AkkaOrm;
using AkkaOrm.Connections;
using AkkaOrm.House;
using Xunit;

namespace Actors.Tests;

/// <summary>What keeps actors apart from the driver, and messages plain.</summary>
public sealed class HouseRulesTests
{
    private const string Project = "src/Actors";
    private static readonly Assembly Actors = typeof(ConnectionActor).Assembly;

    [Fact]
    public void A_folder_uses_only_those_before_it() => new FolderOrder(Project, "Settings", "Protocols", "Telemetry", "Connections", "Streams", "Sessions").Holds();

    [Fact]
    public void Npgsql_is_used_in_Connections_only() => HouseRules.NobodyUses(@"\busing Npgsql\b|\bNpgsql\.", Project, except: file => file.Folder == "Connections");

    /// <summary>A command takes stacked statements when it has no parameters; a batch never does.</summary>
    [Fact]
    public void Nobody_sends_an_NpgsqlCommand() => HouseRules.NobodyUses(@"\bNpgsqlCommand\b|\.CreateCommand\(|EnableSqlRewriting|EnableErrorBarriers", "src",
        except: file => file.Path == "src/EphemeralPostgres/Servers/Maintenance.cs");

    /// <summary>Stopping an actor that awaits in a handler never runs its finally blocks, and its mailbox hears no cancel.</summary>
    [Fact]
    public void No_handler_awaits() => HouseRules.NobodyUses(@"\bReceiveAsync\b|\bReceiveAnyAsync\b|\bRunTask\(", Project);

    [Fact]
    public void Protocol_messages_are_sealed_records() =>
        Assert.All(
            Actors.GetTypes().Where(type => type is { IsNested: true, IsInterface: false } && type.DeclaringType!.Name.EndsWith("Protocol", StringComparison.Ordinal) && !type.Name.StartsWith('<')),
            type => Assert.True(type.IsAbstract || type.IsSealed && type.GetMethod("<Clone>$") is not null, type.FullName));

    [Fact]
    public void Public_types_stand_in_public_namespaces() => HouseRules.PublicTypesStandInPublicNamespaces(Actors);

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() => HouseRules.FilesHaveOneNamespaceOfTheirFolder(Project);

    [Fact]
    public void What_users_see_is_what_was_agreed_on() => PublicApi.MatchesApproved(Actors, "tests/Actors.Tests/PublicApi.txt");
}
