using AkkaOrm.House;
using Xunit;

namespace AkkaOrm.Testing;

/// <summary>What samples, benchmarks and users' tests build on.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void What_users_see_is_what_was_agreed_on() => PublicApi.MatchesApproved(typeof(EphemeralPostgres).Assembly, "tests/EphemeralPostgres.Tests/PublicApi.txt");
}
