using System.Reflection;
using Xunit;

namespace AkkaOrm.Tests.Errors;

/// <summary>What all failures have in common.</summary>
public class AkkaOrmExceptionTests
{
    private static readonly Type[] All = [.. typeof(AkkaOrmException).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AkkaOrmException)))];

    public static TheoryData<Type> Kinds => [.. All];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_has_its_part_of_the_manual_under_its_code(Type kind)
    {
        var error = Sample(kind);
        Assert.Matches("^AKO-[a-z-]+$", error.Code);
        Assert.Contains($"## <a id=\"{error.Code.ToLowerInvariant()}\"></a>{error.Code}: ", Manual);
        Assert.Equal($"docs/errors.md#{error.Code.ToLowerInvariant()}", error.HelpLink);
    }

    [Fact]
    public void No_two_kinds_share_a_code() =>
        Assert.Distinct(All.Select(kind => Sample(kind).Code));

    [Fact]
    public void Only_those_that_may_succeed_when_done_again_are_transient() =>
        Assert.Equal(
            ["ConnectionLostException", "DeadlockException", "OverloadedException", "PoolExhaustedException", "SerializationFailureException"],
            All.Select(Sample).Where(e => e.IsTransient).Select(e => e.GetType().Name).Order());

    [Fact]
    public void The_whole_text_has_code_problem_detail_hint_state_statement_and_parameters()
    {
        var error = new PoolExhaustedException("no connection was free within 5000 ms (akka.orm.connections.acquire-timeout).")
        {
            Detail = "16 of 16 connections leased (akka.orm.connections.max-size), 43 sessions waiting.",
            Hint = "look for slow statements",
            SqlState = "53300",
            Sql = "SELECT 1",
            Parameters = ["$1 integer (hidden)", "$2 text (hidden)"],
        };
        Assert.Equal(
            """
            PoolExhaustedException [AKO-pool-exhausted]: no connection was free within 5000 ms (akka.orm.connections.acquire-timeout).
              Detail: 16 of 16 connections leased (akka.orm.connections.max-size), 43 sessions waiting.
              Hint:   look for slow statements
              State:  53300
              Sql:    SELECT 1
              Values: $1 integer (hidden), $2 text (hidden)
              See:    docs/errors.md#ako-pool-exhausted
            """, error.ToString());
    }

    [Fact]
    public void A_message_alone_has_problem_detail_and_hint() =>
        Assert.Equal("gone.\n  Detail: why\n  Hint:   what", new NoResultException("gone.") { Detail = "why", Hint = "what" }.Message);

    [Fact]
    public void The_text_of_a_foreign_cause_is_not_repeated_for_it_can_quote_values()
    {
        var text = new DatabaseException("refused.", new FormatException("'hunter2' is no number", new TimeoutException("5 s"))).ToString();
        Assert.DoesNotContain("hunter2", text);
        Assert.Contains("Cause:  System.FormatException (its text may quote values: see InnerException)", text);
        Assert.Contains("Cause:  System.TimeoutException: 5 s", text);
    }

    [Fact]
    public void A_cause_of_ours_is_told_in_full()
    {
        var text = new StatementException("a.", new NoResultException("b.")).ToString();
        Assert.Contains("NoResultException [AKO-no-result]: b.", text);
    }

    [Fact]
    public void A_thrown_failure_shows_where()
    {
        var error = Assert.Throws<NoResultException>(Fail);
        Assert.Contains(nameof(A_thrown_failure_shows_where), error.ToString());

        static void Fail() => throw new NoResultException("none.");
    }

    private static string Manual { get; } = File.ReadAllText(Path.Combine(Root(), "docs", "errors.md"));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AkkaOrm.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no AkkaOrm.sln above the tests");
        return folder;
    }

    private static AkkaOrmException Sample(Type kind)
    {
        var constructor = kind.GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0];
        return (AkkaOrmException)constructor.Invoke([.. constructor.GetParameters().Select(p => Argument(p.ParameterType))]);
    }

    private static object? Argument(Type type) =>
        type == typeof(string) ? "something happened."
        : type == typeof(RelationInfo) ? new RelationInfo("Traveler", "Trips")
        : type == typeof(ConstraintKind) ? ConstraintKind.Unique
        : type == typeof(IReadOnlyList<string>) ? new[] { "a fault" }
        : type == typeof(IReadOnlyList<StaleRow>) ? new[] { new StaleRow(typeof(string), 1, false) }
        : null;
}
