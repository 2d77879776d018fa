using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using Xunit;

namespace AkkaOrm.Sessions;

/// <summary>What a user is told of what went wrong below; never the server's own text, which can hold values.</summary>
public sealed class FaultTranslatorTests
{
    private const string Secret = "Key (name)=(secret) already exists.";
    private static readonly Plan Two = new([.. TransactionStatements.Control("first").Steps, .. TransactionStatements.Control("second").Steps]);

    private static AkkaOrmException Told(string? state, PlanPhase phase = PlanPhase.Sent, string severity = "ERROR", Func<ServerFault, ServerFault>? with = null, int step = 1)
    {
        var fault = new ServerFault(state, severity, Secret, step);
        return FaultTranslator.ToError(new ConnectionProtocol.Faulted(1, with is null ? fault : with(fault), step, phase), Two, Desk.Model);
    }

    [Theory]
    [InlineData("23505", typeof(ConstraintViolationException))]
    [InlineData("23503", typeof(ConstraintViolationException))]
    [InlineData("23001", typeof(ConstraintViolationException))]
    [InlineData("23514", typeof(ConstraintViolationException))]
    [InlineData("23P01", typeof(ConstraintViolationException))]
    [InlineData("23502", typeof(ConstraintViolationException))]
    [InlineData("40001", typeof(SerializationFailureException))]
    [InlineData("40P01", typeof(DeadlockException))]
    [InlineData("57014", typeof(DeadlineExceededException))]
    [InlineData("42P01", typeof(DatabaseException))]
    public void A_state_of_the_servers_is_a_typed_error_without_its_text(string state, Type expected)
    {
        var error = Told(state);
        Assert.IsType(expected, error);
        Assert.Equal(state, error.SqlState);
        Assert.DoesNotContain("secret", error.ToString());
    }

    [Fact]
    public void The_statement_is_named_by_its_place_and_text()
    {
        var error = Told("42P01");
        Assert.Contains("statement 2 of 2", error.Message);
        Assert.Equal("second", error.Sql);
    }

    [Fact]
    public void An_answer_that_cannot_be_read_is_not_told_as_a_refusal_of_the_servers()
    {
        var faulted = new ConnectionProtocol.Faulted(1, new ServerFault(null, ServerFault.Unreadable, "Reading as 'System.Int32' is not supported", -1), -1, PlanPhase.Sent);
        var error = Assert.IsType<DatabaseException>(FaultTranslator.ToError(faulted, TransactionStatements.Control("only"), Desk.Model));
        Assert.Contains("the statement's answer can't be read: Reading as", error.Problem);
        Assert.Equal("only", error.Sql);
        Assert.DoesNotContain("SQLSTATE", error.Hint);
        Assert.Contains("of one of 2 statements", FaultTranslator.ToError(faulted, Two, Desk.Model).Problem);
    }

    [Fact]
    public void A_unique_violation_names_entity_and_property()
    {
        var error = Assert.IsType<ConstraintViolationException>(Told("23505", with: f => f with { Schema = "public", Table = "guest", Constraint = Desk.Model.Tables.Single(t => t.Name == "guest").Indexes.Single(i => i.IsUnique).Name }));
        Assert.True(error.IsOn<Guest>(g => g.Name));
    }

    [Theory]
    [InlineData(null, "ERROR", true, true)]
    [InlineData("57P01", "FATAL", true, true)]
    [InlineData("57P01", "FATAL", false, true)]
    [InlineData("XX000", "PANIC", false, true)]
    [InlineData("08007", "ERROR", false, true)]
    [InlineData("40003", "ERROR", false, true)]
    [InlineData("40001", "ERROR", false, false)]
    [InlineData("23505", "ERROR", false, false)]
    public void After_COMMIT_was_sent_only_an_ERROR_of_the_servers_says_that_nothing_happened(string? state, string severity, bool isLost, bool isInDoubt)
    {
        var error = Told(state, PlanPhase.CommitSent, severity, f => f with { IsConnectionLost = isLost }, step: -1);
        Assert.Equal(isInDoubt, error is CommitInDoubtException);
    }

    [Fact]
    public void Before_COMMIT_was_sent_a_lost_connection_is_no_doubt() =>
        Assert.All([PlanPhase.NotSent, PlanPhase.Sent], phase => Assert.IsType<ConnectionLostException>(Told(null, phase, with: f => f with { IsConnectionLost = true })));

    [Fact]
    public void What_was_given_ready_made_is_handed_on()
    {
        var given = new StatementException("mine");
        Assert.Same(given, Told(null, with: f => f with { Error = given }));
    }
}
