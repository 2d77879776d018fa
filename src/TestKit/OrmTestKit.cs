using Akka.Configuration;

namespace AkkaOrm.Testing;

/// <summary>A test class with an <see cref="Orm"/> in the test's actor system. All of it is real, sessions, plans, connection router and connection actors; only below them, in the place of PostgreSQL, is <see cref="Database"/>. Each read is a statement of its own (<c>connections.share-reads = off</c>): what a script answers does not depend on who else is asking.</summary>
/// <example>
/// <code>
/// public sealed class BookingTests() : OrmTestKit(Shop.Model)
/// {
///     [Fact]
///     public async Task A_name_that_is_taken_is_refused()
///     {
///         Database.OnInsert&lt;Traveler>().Fails(new ConstraintViolationException(ConstraintKind.Unique, "traveler_name_key"));
///         var session = Orm.OpenSession();
///         session.Add(new Traveler { Name = "Ann" });
///         await Assert.ThrowsAsync&lt;ConstraintViolationException>(() => session.CommitAsync());
///         Database.AssertStatements("BEGIN", "INSERT INTO \"traveler\"", "ROLLBACK");
///     }
/// }
/// </code>
/// </example>
public abstract class OrmTestKit : Akka.TestKit.Xunit2.TestKit
{
    /// <param name="model">What is mapped.</param>
    /// <param name="config">For the actor system of the test; settings of AkkaOrm stand in it below <c>akka.orm</c>.</param>
    protected OrmTestKit(Model model, Config? config = null)
        : base(config ?? ConfigurationFactory.Empty)
    {
        Database = new ScriptedConnection(model);
        Orm = Orm.Start(Sys, model, new OrmOptions { ShareReads = false }, _ => Database.Connections, ownsSystem: false);
    }

    /// <summary>What plays PostgreSQL: says what it answers, and remembers what it was sent.</summary>
    protected ScriptedConnection Database { get; }

    /// <summary>Started in <c>Sys</c>; it ends with it.</summary>
    protected Orm Orm { get; }
}
