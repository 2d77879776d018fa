using Akka.Event;
using AkkaOrm.Relations;

namespace AkkaOrm;

/// <summary>What a session understands and answers.</summary>
/// <remarks>
/// A session works on one command at a time and answers each exactly once, in the order they were sent; <c>Tag</c> comes back as it went.
/// What fails is answered with <see cref="Failed"/>, and the session lives on. Messages print as their names: no key, value or row reaches a log.
/// </remarks>
public static class SessionProtocol
{
    /// <summary>Something to do for the session.</summary>
    public abstract record Command
    {
        /// <summary>Anything of the sender's: it comes back in the answer, so that no table of pending work is needed.</summary>
        public object? Tag { get; init; }

        /// <summary>Set by the handle that made the command, before it is sent.</summary>
        internal CommandContext Context { get; set; } = CommandContext.None;
        internal virtual string Label => GetType().Name;

        /// <summary>The command's name.</summary>
        public sealed override string ToString() => Label;
    }

    /// <summary>What a command led to.</summary>
    public abstract record Reply : IDeadLetterSuppression
    {
        /// <summary>The command's own.</summary>
        public object? Tag { get; init; }

        internal virtual string Label => GetType().Name;

        /// <summary>The reply's name.</summary>
        public sealed override string ToString() => Label;
    }

    /// <summary>The command failed; what was staged and loaded is as before it.</summary>
    /// <param name="Error">What happened and what to do.</param>
    /// <param name="Command">The command's name.</param>
    public sealed record Failed(AkkaOrmException Error, string Command) : Reply
    {
        internal override string Label => $"Failed {Command} [{Error.Code}]";

        /// <summary>For tests: the answer to a command that fails.</summary>
        public static Failed For(Command command, AkkaOrmException error) => new(error, command.Label) { Tag = command.Tag };
    }

    /// <summary>One row by key. Answers <see cref="Found{T}"/>. A staged row is answered as staged; within a unit a row is read once.</summary>
    /// <param name="Key">The key property's own type; a tuple for a composite key.</param>
    public sealed record Find<T>(object Key) : Command, IFind where T : class
    {
        internal override string Label => $"Find {typeof(T).Name}";
        Type IFind.Entity => typeof(T);
        Reply IFind.Answer(object? entity) => new Found<T>((T?)entity) { Tag = Tag };
    }

    /// <summary>The row with the key; null when there is none, or when its delete is staged.</summary>
    public sealed record Found<T>(T? Entity) : Reply where T : class
    {
        internal override string Label => $"Found {typeof(T).Name}";
    }

    /// <summary>Runs a query with all its includes. Answers <see cref="Fetched{T}"/> of what the query yields.</summary>
    public sealed record Fetch(Query Query) : Command
    {
        internal override string Label => $"Fetch {Query.ResultType.Name}";
    }

    /// <summary>The base of every <see cref="Fetched{T}"/>: receive the typed one first, the rest here.</summary>
    public abstract record Fetched : Reply
    {
        /// <summary>How many rows came.</summary>
        public abstract int Count { get; }
    }

    /// <summary>The rows, in the query's order. Equal when their rows are.</summary>
    public sealed record Fetched<T>(IReadOnlyList<T> Rows) : Fetched
    {
        /// <inheritdoc/>
        public override int Count => Rows.Count;
        internal override string Label => $"Fetched {typeof(T).Name} ({Rows.Count})";

        /// <summary>By tag and rows, one by one.</summary>
        public bool Equals(Fetched<T>? other) => other is not null && Equals(Tag, other.Tag) && Rows.SequenceEqual(other.Rows);

        /// <inheritdoc/>
        public override int GetHashCode() => Sequence.Hash(Rows);
    }

    /// <summary>Loads relations of entities in hand, one statement a relation however many entities. Answers <see cref="Loaded{T}"/>.</summary>
    /// <param name="Includes">What to load: only the query's includes count.</param>
    public sealed record Load<T>(IReadOnlyList<T> Entities, Query<T> Includes) : Command, ILoad where T : class
    {
        internal override string Label => $"Load {typeof(T).Name} ({Entities.Count})";
        IReadOnlyList<object> ILoad.Entities => Entities;
        Query ILoad.Includes => Includes;
        Type ILoad.Entity => typeof(T);
        Reply ILoad.Answer(IReadOnlyList<object> entities) => new Loaded<T>([.. entities.Cast<T>()]) { Tag = Tag };

        /// <summary>By tag, entities one by one, and the query.</summary>
        public bool Equals(Load<T>? other) => other is not null && Equals(Tag, other.Tag) && Entities.SequenceEqual(other.Entities) && Equals(Includes, other.Includes);

        /// <inheritdoc/>
        public override int GetHashCode() => Sequence.Hash(Entities);
    }

    /// <summary>New values with the relations loaded, in the order they were given.</summary>
    public sealed record Loaded<T>(IReadOnlyList<T> Entities) : Reply where T : class
    {
        internal override string Label => $"Loaded {typeof(T).Name} ({Entities.Count})";

        /// <summary>By tag and entities, one by one.</summary>
        public bool Equals(Loaded<T>? other) => other is not null && Equals(Tag, other.Tag) && Entities.SequenceEqual(other.Entities);

        /// <inheritdoc/>
        public override int GetHashCode() => Sequence.Hash(Entities);
    }

    /// <summary>Reads a row again, whatever the session knows. Answers <see cref="Refreshed{T}"/>; a row that is gone fails with <see cref="NoResultException"/>.</summary>
    /// <param name="Entity">Any value of the row: its key counts, and the relations it has loaded are kept, a to-one unless its foreign key has changed.</param>
    public sealed record Refresh<T>(T Entity) : Command, IRefresh where T : class
    {
        internal override string Label => $"Refresh {typeof(T).Name}";
        object IRefresh.Entity => Entity;
        Type IRefresh.Type => typeof(T);
        Reply IRefresh.Answer(object entity) => new Refreshed<T>((T)entity) { Tag = Tag };
    }

    /// <summary>The row as the database has it now; where changes are staged, they are kept and shown.</summary>
    public sealed record Refreshed<T>(T Entity) : Reply where T : class
    {
        internal override string Label => $"Refreshed {typeof(T).Name}";
    }

    /// <summary>Adds changes to the unit; nothing is sent. Answers <see cref="Staged"/>. All of them or, when one is refused, none.</summary>
    public sealed record Stage(Changes Changes) : Command;

    /// <param name="Count">How many changes were taken in.</param>
    public sealed record Staged(int Count) : Reply;

    /// <summary>Forgets what the session knows of a row, staged changes included. Answers <see cref="Detached"/>.</summary>
    /// <param name="Entity">Any value of the row: only its key counts.</param>
    public sealed record Detach(object Entity) : Command;

    /// <summary>The session knows nothing of the row any more.</summary>
    public sealed record Detached : Reply;

    /// <summary>Writes what is staged, in the open transaction; opens one where there is none. Answers <see cref="Flushed"/>.</summary>
    public sealed record Flush : Command;

    /// <summary>Writes what is staged and commits: one message, one transaction. Answers <see cref="Committed"/>.</summary>
    /// <param name="Changes">Staged for this commit: when it fails they are not staged any more, while what was staged before stays.</param>
    public sealed record Commit(Changes? Changes = null) : Command;

    /// <summary>Forgets what is staged and rolls back the open transaction. Answers <see cref="RolledBack"/>.</summary>
    public sealed record Rollback : Command;

    /// <summary>The unit is over and nothing of it happened.</summary>
    public sealed record RolledBack : Reply;

    /// <summary>Opens a transaction and holds a connection until Commit or Rollback. Answers <see cref="Begun"/>.</summary>
    public sealed record Begin(UnitOptions? Options = null) : Command;

    /// <summary>The transaction is open.</summary>
    public sealed record Begun : Reply;

    /// <summary>Writes what is staged and sets a savepoint; opens a transaction where there is none. Answers <see cref="SavepointSet"/>.</summary>
    public sealed record SetSavepoint(string Name) : Command;

    /// <param name="Name">As it was given.</param>
    public sealed record SavepointSet(string Name) : Reply;

    /// <summary>Undoes what came after the savepoint, in the database and in the session, and nothing else. Answers <see cref="RolledBackTo"/>.</summary>
    public sealed record RollbackTo(string Name) : Command;

    /// <param name="Name">As it was given.</param>
    public sealed record RolledBackTo(string Name) : Reply;

    /// <summary>Keeps what came after the savepoint and forgets the savepoint. Answers <see cref="SavepointReleased"/>.</summary>
    public sealed record ReleaseSavepoint(string Name) : Command;

    /// <param name="Name">As it was given.</param>
    public sealed record SavepointReleased(string Name) : Reply;

    /// <summary>Runs a statement at once: in the open transaction, else in one of its own; inside RunAsync always in the unit's. Answers <see cref="Executed"/>.</summary>
    public sealed record Execute(SqlText Sql) : Command;

    /// <param name="Rows">How many rows the server says it touched; 0 where it does not say.</param>
    public sealed record Executed(int Rows) : Reply;

    /// <summary>What a query would send, or, without one, what Commit would. Nothing is sent. Answers <see cref="Explained"/>.</summary>
    public sealed record Explain(Query? Query = null) : Command;

    /// <summary>The plan.</summary>
    public sealed record Explained(Plan Plan) : Reply
    {
        internal override string Label => "Explained";
    }

    /// <summary>Opens a cursor on a connection of its own and answers its first <see cref="Page{T}"/>. One stream a session; rows are not tracked.</summary>
    /// <param name="PageSize">Rows a page, 1 or more.</param>
    public sealed record OpenStream(Query Query, int PageSize = 256) : Command
    {
        internal override string Label => $"OpenStream {Query.ResultType.Name}";
    }

    /// <summary>Asks for the next page of the open stream. Answers <see cref="Page{T}"/>.</summary>
    public sealed record NextPage : Command;

    /// <summary>Ends the open stream and gives its connection back. Answers <see cref="StreamClosed"/>; also when none is open.</summary>
    public sealed record CloseStream : Command;

    /// <summary>No stream is open.</summary>
    public sealed record StreamClosed : Reply;

    /// <param name="Rows">In the query's order.</param>
    /// <param name="IsLast">No rows are left: the stream is closed.</param>
    public sealed record Page<T>(IReadOnlyList<T> Rows, bool IsLast) : Reply
    {
        internal override string Label => $"Page {typeof(T).Name} ({Rows.Count})";

        /// <summary>By tag, rows one by one, and whether it is the last.</summary>
        public bool Equals(Page<T>? other) => other is not null && Equals(Tag, other.Tag) && IsLast == other.IsLast && Rows.SequenceEqual(other.Rows);

        /// <inheritdoc/>
        public override int GetHashCode() => Sequence.Hash(Rows);
    }

    /// <summary>Rolls back, gives the connection back and ends the session. Answers <see cref="Closed"/>, also when it is closed already.</summary>
    public sealed record Close : Command;

    /// <summary>The session has ended.</summary>
    public sealed record Closed : Reply;

    /// <summary>Rows as the database has them now.</summary>
    public abstract record Written : Reply
    {
        private protected Written(int rowsAffected) => RowsAffected = rowsAffected;

        /// <summary>Rows inserted, updated and deleted, links included; what the database cascades is not counted.</summary>
        public int RowsAffected { get; }

        internal IReadOnlyList<WrittenValue> Rows { get; init; } = [];

        /// <summary>The row that a new value became: with its key, defaults and version.</summary>
        /// <exception cref="ArgumentException">It was not written in this unit.</exception>
        public T Of<T>(Added<T> added) where T : class =>
            (T?)Rows.LastOrDefault(r => r.TemporaryKey == added.TemporaryKey)?.Entity ?? throw new ArgumentException($"the {typeof(T).Name} was not added in this unit", nameof(added));

        /// <summary>The row that a changed value became, found by key.</summary>
        /// <exception cref="ArgumentException">It was not written in this unit.</exception>
        public T Of<T>(T updated) where T : class
        {
            var key = EntityKeys.Of(updated);
            return Rows.Select(r => r.Entity).OfType<T>().LastOrDefault(row => key is not null && key.Equals(EntityKeys.Of(row)))
                ?? throw new ArgumentException($"the {typeof(T).Name} was not changed in this unit", nameof(updated));
        }

        /// <summary>Every row of the type that was inserted or updated, in the order they were staged.</summary>
        public IReadOnlyList<T> All<T>() where T : class => [.. Rows.Select(r => r.Entity).OfType<T>()];
    }

    /// <summary>What was staged is in the database, inside the open transaction: visible to this session, not yet to others.</summary>
    public sealed record Flushed : Written
    {
        internal Flushed(int rowsAffected) : base(rowsAffected) { }
    }

    /// <summary>The unit is in the database for good.</summary>
    public sealed record Committed : Written
    {
        internal Committed(int rowsAffected) : base(rowsAffected) { }

        /// <summary>For tests: the answer to a commit, a row for each of its changes in their order.</summary>
        public static Committed For(Commit commit, params object[] rows) => new(rows.Length)
        {
            Tag = commit.Tag,
            Rows = [.. (commit.Changes?.All ?? []).Zip(rows, (change, row) => new WrittenValue(change.TemporaryKey, row))],
        };
    }

    internal sealed record WrittenValue(Guid TemporaryKey, object? Entity);

    internal interface IFind
    {
        Type Entity { get; }
        object Key { get; }
        Reply Answer(object? entity);
    }

    internal interface ILoad
    {
        Type Entity { get; }
        IReadOnlyList<object> Entities { get; }
        Query Includes { get; }
        Reply Answer(IReadOnlyList<object> entities);
    }

    internal interface IRefresh
    {
        Type Type { get; }
        object Entity { get; }
        Reply Answer(object entity);
    }

    private static class Sequence
    {
        public static int Hash<T>(IReadOnlyList<T> items)
        {
            var hash = new HashCode();
            foreach (var item in items) hash.Add(item);
            return hash.ToHashCode();
        }
    }
}

/// <summary>What the typed client sends along with a command. Never part of a command's equality.</summary>
internal sealed class CommandContext
{
    public static readonly CommandContext None = new();

    /// <summary>Names the call to a later <c>CancelCommand</c>; 0 for a plain message.</summary>
    public long Call { get; init; }

    /// <summary>Whose unit the command belongs to; null for the session's opener.</summary>
    public object? Unit { get; init; }

    /// <summary>Staged on the client since the last command: taken in first, change by change.</summary>
    public Changes? Pending { get; init; }

    /// <summary>How much time is left for the answer.</summary>
    public TimeSpan? Budget { get; init; }
    public string? TraceParent { get; init; }

    public override bool Equals(object? obj) => obj is CommandContext;
    public override int GetHashCode() => 0;
}
