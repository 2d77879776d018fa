using Akka.Actor;

namespace AkkaOrm.Testing;

/// <summary>An Orm without a database, for tests of one's own actors: they get it in the place of the real one.</summary>
public static class TestOrm
{
    /// <summary>Every session of it is the given actor, usually a probe: it receives <see cref="SessionProtocol"/> commands and answers them, with <c>Committed.For</c> and <c>Failed.For</c> where the answer is not easily made by hand.</summary>
    /// <param name="model">What the actors under test work with.</param>
    /// <param name="session">Stays the test's own: no session ends it, nor is it watched.</param>
    public static Orm Over(Model model, IActorRef session) => new(model, session);
}
