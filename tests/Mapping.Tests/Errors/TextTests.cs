using Xunit;

namespace AkkaOrm.Tests.Errors;

/// <summary>The texts that exceptions make themselves, in full.</summary>
public class TextTests
{
    private sealed record Traveler;
    private sealed record Visit;

    private static void AssertMessage(string expected, AkkaOrmException error) => Assert.Equal(expected.ReplaceLineEndings("\n"), error.Message);

    [Fact]
    public void ModelException_with_one_fault() => AssertMessage(
        """
        the model has a fault: Traveler has no key
          Hint:   change the classes, their attributes or the configuration given to Model.Create
        """, new ModelException(["Traveler has no key"]));

    [Fact]
    public void ModelException_with_more() => AssertMessage(
        """
        the model has 2 faults:
            1. Traveler has no key
            2. Visit.On has no column type
          Hint:   change the classes, their attributes or the configuration given to Model.Create
        """, new ModelException(["Traveler has no key", "Visit.On has no column type"]));

    [Fact]
    public void StatementException() => AssertMessage(
        """
        string.Normalize has no counterpart in SQL.
          Detail: in x.Name.Normalize()
        """, new StatementException("string.Normalize has no counterpart in SQL.") { Expression = "x.Name.Normalize()" });

    [Fact]
    public void NotLoadedException_holds_the_two_lines_that_would_have_loaded_it() => AssertMessage(
        """
        Traveler#7.Destination is not loaded.
          Detail: it is read only when a query includes it or LoadAsync asks for it; 'default' means not loaded
          Hint:   1. with the query: From<Traveler>().Include(x => x.Destination)  2. later: traveler = await session.LoadAsync(traveler, x => x.Destination)
        """, new NotLoadedException(new RelationInfo("Traveler", "Destination"), 7));

    [Fact]
    public void NotLoadedException_of_a_composite_key() =>
        Assert.Equal("Visit#(7, 578).Country is not loaded.", new NotLoadedException(new RelationInfo("Visit", "Country"), (7, 578)).Problem);

    [Fact]
    public void NotLoadedException_of_a_value_no_session_made() => AssertMessage(
        """
        a property that stands for Traveler was read and is not loaded; the value it belongs to did not come from a session.
          Detail: it is read only when a query includes it or LoadAsync asks for it; 'default' means not loaded
          Hint:   1. give it a value when making the owner: an entity, null, or [a, b]  2. use the value that the session handed out (committed.Of(added), or what FetchAsync returned)
        """, new NotLoadedException(typeof(Traveler)));

    [Fact]
    public void NoResultException() => AssertMessage(
        """
        no Traveler#7.
          Hint:   where none is a normal answer, ask so: FindAsync, SingleOrDefaultAsync, FirstOrDefaultAsync, ValueOrNull
        """, new NoResultException("no Traveler#7."));

    [Fact]
    public void MultipleResultsException() => AssertMessage(
        """
        more than one Traveler.
          Hint:   1. narrow the condition to a unique key  2. take the first in an order: OrderBy(…) and FirstAsync  3. take them all: FetchAsync
        """, new MultipleResultsException("more than one Traveler."));

    [Fact]
    public void StaleEntityException_of_one_row() => AssertMessage(
        """
        a row was changed or deleted since read: Traveler#7 (gone).
          Detail: nothing of this unit was written
          Hint:   1. read again and decide: RefreshAsync, or the whole unit by RetryAsync  2. show the user both states  3. to let the last writer win: ExecuteAsync($"update …"), or HasNoVersion in the model
        """, new StaleEntityException([new(typeof(Traveler), 7, Gone: true)]));

    [Fact]
    public void StaleEntityException_tells_a_few_of_many_and_has_them_all()
    {
        var error = new StaleEntityException([.. Enumerable.Range(1, 12).Select(i => new StaleRow(typeof(Traveler), i, false)), new(typeof(Visit), (7, 578), false)]);
        Assert.Equal(
            "13 rows were changed or deleted since read: Traveler#1, Traveler#2, Traveler#3, Traveler#4, Traveler#5, Traveler#6, Traveler#7, Traveler#8, Traveler#9, Traveler#10 and 3 more.",
            error.Problem);
        Assert.Equal(Enumerable.Range(1, 12).Cast<object>(), error.KeysOf<Traveler>());
        Assert.Equal([(7, 578)], error.KeysOf<Visit>());
    }

    [Fact]
    public void ConstraintViolationException_in_known_places() => AssertMessage(
        """
        unique key "traveler_name_key" on Traveler (Name) refused the change.
          Detail: nothing of this unit was written
          Hint:   1. the value is taken: tell the user  2. to change the row that has it: read it by that key, then Update
        """, new ConstraintViolationException(ConstraintKind.Unique, "traveler_name_key") { Entity = typeof(Traveler), Properties = ["Name"] });

    [Theory]
    [InlineData(ConstraintKind.ForeignKey, "foreign key \"c\" refused the change.")]
    [InlineData(ConstraintKind.Check, "check \"c\" refused the change.")]
    [InlineData(ConstraintKind.Exclusion, "exclusion constraint \"c\" refused the change.")]
    [InlineData(ConstraintKind.NotNull, "not-null column \"c\" refused the change.")]
    public void ConstraintViolationException_in_unknown_places(ConstraintKind kind, string problem) =>
        Assert.Equal(problem, new ConstraintViolationException(kind, "c").Problem);

    [Fact]
    public void OverloadedException() => AssertMessage(
        """
        256 requests wait already.
          Hint:   1. ask again after 250 ms  2. ask for less at a time  3. look for slow statements  4. raise akka.orm.connections.max-size
        """, new OverloadedException("256 requests wait already.") { RetryAfter = TimeSpan.FromMilliseconds(250) });

    [Fact]
    public void ConnectionFailedException_tells_what_helps_by_whether_waiting_may()
    {
        Assert.StartsWith("1. look at user, password", new ConnectionFailedException("login refused.").Hint);
        Assert.StartsWith("1. look whether the server runs", new ConnectionFailedException("no route.") { IsTransient = true }.Hint);
    }

    [Fact]
    public void CommitInDoubtException_tells_to_look_before_it_is_sent_again() => AssertMessage(
        """
        the connection was lost.
          Detail: everything of the unit happened, or nothing
          Hint:   1. read the rows in another session and compare  2. do not send it again before you know: it could happen twice
        """, new CommitInDoubtException("the connection was lost."));

    [Theory]
    [InlineData("42P01", "1. create or migrate the schema")]
    [InlineData("42501", "grant the role")]
    [InlineData("53100", "the server is out of a resource")]
    [InlineData("XX000", "look up the SQLSTATE")]
    [InlineData(null, "look up the SQLSTATE")]
    public void DatabaseException_hints_by_its_state(string? state, string hint) =>
        Assert.StartsWith(hint, new DatabaseException("refused.") { SqlState = state }.Hint);

    [Fact]
    public void InvalidValueException_names_entity_and_property() => AssertMessage(
        """
        Traveler.Name cannot be stored: it holds U+0000.
          Detail: it was seen before anything was sent
        """, InvalidValueException.Of("Traveler", "Name", "it holds U+0000"));

    public static TheoryData<AkkaOrmException, string> Plain => new()
    {
        {
            new PoolExhaustedException("p."),
            "p.\n  Hint:   1. look for a session holding a transaction open  2. look for slow statements  3. raise akka.orm.connections.max-size  4. raise akka.orm.connections.acquire-timeout"
        },
        {
            new SerializationFailureException("p."),
            "p.\n  Detail: this is normal under REPEATABLE READ and SERIALIZABLE; nothing of the unit was written\n  Hint:   1. run the whole unit again, reads included: RetryAsync does  2. make units shorter, so that fewer of them overlap"
        },
        {
            new CyclicDependencyException(["Country.Capital", "City.Country"]),
            "new rows refer to each other in a circle, so none of them can be inserted first: Country.Capital, City.Country.\n  Detail: a nullable key would be inserted empty and updated after; nothing was sent\n  Hint:   1. make one of these relations optional (ToOne<T?>)  2. write the rows in two units"
        },
        {
            new DeadlockException("p."),
            "p.\n  Detail: nothing of the unit was written; the other transaction went on\n  Hint:   1. run the whole unit again: RetryAsync does  2. write rows in one unit instead of several flushes: a unit locks rows in key order  3. lock rows in one order in your own SQL"
        },
        {
            new ConnectionLostException("p."),
            "p.\n  Detail: the server rolls back what was open on a lost connection; a commit whose outcome is unknown is a CommitInDoubtException instead\n  Hint:   1. do it again: RunAsync and RetryAsync open another connection  2. look at the server's log: restart, terminated backend, idle timeout  3. look at what is between: proxy, firewall"
        },
        {
            new SessionClosedException("p."),
            "p.\n  Detail: what was staged and not committed is not written\n  Hint:   1. open another: orm.OpenSession()  2. keep the handle alive as long as it is used: await using  3. look at akka.orm.session.idle-timeout and akka.orm.connections.lease-deadline"
        },
        {
            new SessionOwnedException("p."),
            "p.\n  Detail: a session serves one unit at a time, from first change or Begin to Commit or Rollback\n  Hint:   1. inside RunAsync and RetryAsync use the 'unit' given to the lambda  2. give each flow of work its own: orm.OpenSession()"
        },
        {
            new DeadlineExceededException("p."),
            "p.\n  Hint:   1. look at the statement: ExplainAsync, missing index, a lock held by another  2. ask for less at a time, or stream  3. give it more: SessionOptions.Timeout, UnitOptions.Timeout"
        },
        {
            new NotTrackedException("p."),
            "p.\n  Hint:   1. load it in this session first: GetAsync(key)  2. let values carry their version: [Timestamp] public uint Version { get; init; }  3. say both states: Update(before, after)  4. at once and without comparing: ExecuteAsync($\"update …\")"
        },
    };

    [Theory, MemberData(nameof(Plain), DisableDiscoveryEnumeration = true)]
    public void The_rest_say_what_it_means_and_what_to_do(AkkaOrmException error, string expected) => AssertMessage(expected, error);
}
