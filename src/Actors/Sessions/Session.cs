using System.Collections.Immutable;
using System.Linq.Expressions;
using Akka;
using Akka.Actor;
using Akka.Streams.Dsl;
using AkkaOrm.Protocols;
using AkkaOrm.Queries;
using AkkaOrm.Sessions;
using AkkaOrm.Streams;
using AkkaOrm.UnitsOfWork;
using static AkkaOrm.SessionProtocol;

namespace AkkaOrm;

/// <summary>A typed client of one session actor: what is staged is kept here and sent along with the next command; everything that takes time is a Task.</summary>
/// <remarks>
/// A handle belongs to its opener, and so does the unit that is staged on it: commands are worked on one after another in the order
/// they were sent, so sharing a handle between tasks is safe but mixes their units. For a part that runs alone use <see cref="RunAsync(Func{Session, Task}, CancellationToken)"/>.
/// An idle session holds no connection. The actor is started by the first message.
/// Every method can fail with <see cref="SessionClosedException"/>, <see cref="DeadlineExceededException"/>, <see cref="PoolExhaustedException"/>,
/// <see cref="OverloadedException"/>, <see cref="ConnectionFailedException"/> and <see cref="ConnectionLostException"/>; others are named where they belong.
/// </remarks>
public sealed class Session : IAsyncDisposable, IDisposable, ISessionCalls
{
    private readonly SessionHome _home;
    private readonly SessionClient _client;
    private readonly Lock _gate = new();
    private Changes _sent;
    private Changes _pending;

    internal Session(SessionHome home, UnitToken? unit = null)
    {
        _home = home;
        _client = new SessionClient(home, unit);
        _sent = _pending = home.Model.Changes;
    }

    /// <summary>The session actor, for plain messages (<see cref="SessionProtocol"/>).</summary>
    public IActorRef Ref => _home.Ref;

    /// <summary>What was staged on this handle and is not written yet.</summary>
    public Changes Staged
    {
        get { lock (_gate) return _sent.Append(_pending); }
    }

    // ---- read

    /// <summary>The row with the key, or null. Within a unit a row is read once; of a staged row it is the staged value, of a staged delete null.</summary>
    /// <param name="key">The key property's own type; a tuple for a composite key: <c>(7, 578)</c>.</param>
    /// <exception cref="InvalidValueException">The key is of another type.</exception>
    public Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken = default) where T : class =>
        Ask(new Find<T>(key), static (Find<T> _, Found<T> found) => found.Entity, cancellationToken);

    /// <summary>The row with the key.</summary>
    /// <param name="key">As in <see cref="FindAsync"/>.</param>
    /// <exception cref="NoResultException">There is none.</exception>
    public Task<T> GetAsync<T>(object key, CancellationToken cancellationToken = default) where T : class =>
        Ask(new Find<T>(key), static (Find<T> find, Found<T> found) => found.Entity ?? throw new NoResultException($"there is no {typeof(T).Name} with the key {find.Key}."), cancellationToken);

    /// <summary>All rows, in the query's order; with includes still one message.</summary>
    /// <exception cref="StatementException">The query holds what cannot be translated.</exception>
    public Task<IReadOnlyList<T>> FetchAsync<T>(Query<T> query, CancellationToken cancellationToken = default) =>
        Ask(new Fetch(query), static (Fetch _, Fetched<T> fetched) => fetched.Rows, cancellationToken);

    /// <summary>The only row.</summary>
    /// <exception cref="NoResultException">There is none.</exception>
    /// <exception cref="MultipleResultsException">There is more than one; at most two were read.</exception>
    public Task<T> SingleAsync<T>(Query<T> query, CancellationToken cancellationToken = default) =>
        Ask(AtMost(2, query), static (Fetch fetch, Fetched<T> fetched) => fetched.Rows is { Count: > 0 } rows ? Only(fetch.Query, rows) : throw NoResult(fetch.Query), cancellationToken);

    /// <summary>The only row, or the default of the type when there is none.</summary>
    /// <exception cref="MultipleResultsException">There is more than one; at most two were read.</exception>
    public Task<T?> SingleOrDefaultAsync<T>(Query<T> query, CancellationToken cancellationToken = default) =>
        Ask(AtMost(2, query), static (Fetch fetch, Fetched<T> fetched) => fetched.Rows is { Count: > 0 } rows ? Only(fetch.Query, rows) : default, cancellationToken);

    /// <summary>The first row in the query's order.</summary>
    /// <exception cref="NoResultException">There is none.</exception>
    public Task<T> FirstAsync<T>(Query<T> query, CancellationToken cancellationToken = default) =>
        Ask(AtMost(1, query), static (Fetch fetch, Fetched<T> fetched) => fetched.Rows is { Count: > 0 } rows ? rows[0] : throw NoResult(fetch.Query), cancellationToken);

    /// <summary>The first row in the query's order, or the default of the type when there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(Query<T> query, CancellationToken cancellationToken = default) =>
        Ask(AtMost(1, query), static (Fetch _, Fetched<T> fetched) => fetched.Rows is { Count: > 0 } rows ? rows[0] : default, cancellationToken);

    /// <summary>How many rows the query has, counted by the server.</summary>
    public Task<int> CountAsync<T>(Query<T> query, CancellationToken cancellationToken = default) => SingleAsync(query.Count(), cancellationToken);

    /// <summary>Whether the query has a row.</summary>
    public Task<bool> AnyAsync<T>(Query<T> query, CancellationToken cancellationToken = default) => SingleAsync(query.Any(), cancellationToken);

    /// <summary>Rows one by one as they are asked for, untracked, over a connection and a snapshot of its own: what is staged or uncommitted here is not seen.</summary>
    /// <param name="pageSize">Rows fetched at a time, 1 or more; includes are loaded page by page.</param>
    public IAsyncEnumerable<T> Stream<T>(Query<T> query, int pageSize = 256) => QueryStream.Rows(_home.OpenSibling, query, pageSize);

    /// <summary>As <see cref="Stream"/>, as a source: nothing is read before there is demand.</summary>
    /// <param name="pageSize">Rows fetched at a time, 1 or more.</param>
    public Source<T, NotUsed> Source<T>(Query<T> query, int pageSize = 256) =>
        Akka.Streams.Dsl.Source.From(() => QueryStream.Pages(_home.OpenSibling, query, pageSize)).SelectMany(page => page);

    // ---- load

    /// <summary>The entity with a relation loaded, as a new value. A relation that is loaded already costs nothing.</summary>
    /// <param name="relation"><c>x =&gt; x.Destination</c>, or a path: <c>x =&gt; x.Destination.Value.Region</c> loads both.</param>
    public async Task<T> LoadAsync<T, R>(T entity, Expression<Func<T, IRelation<R?>>> relation, CancellationToken cancellationToken = default) where T : class where R : class =>
        (await LoadAll([entity], Including(relation), cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The entity with part of a relation loaded: filtered, ordered, limited, with includes of its own.</summary>
    public async Task<T> LoadAsync<T, R>(T entity, Expression<Func<T, IRelation<R?>>> relation, Func<Query<R>, Query<R>> shape, CancellationToken cancellationToken = default) where T : class where R : class =>
        (await LoadAll([entity], Including(relation, shape), cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The entities with a relation loaded, as new values in the same order: one statement for all of them.</summary>
    public Task<IReadOnlyList<T>> LoadAsync<T, R>(IEnumerable<T> entities, Expression<Func<T, IRelation<R?>>> relation, CancellationToken cancellationToken = default) where T : class where R : class =>
        LoadAll([.. entities], Including(relation), cancellationToken);

    /// <summary>The entities with part of a relation loaded, as new values in the same order: one statement for all of them.</summary>
    public Task<IReadOnlyList<T>> LoadAsync<T, R>(IEnumerable<T> entities, Expression<Func<T, IRelation<R?>>> relation, Func<Query<R>, Query<R>> shape, CancellationToken cancellationToken = default) where T : class where R : class =>
        LoadAll([.. entities], Including(relation, shape), cancellationToken);

    /// <summary>The row as the database has it now; staged changes are kept and shown. Relations that <paramref name="entity"/> has loaded stay as they were loaded, a to-one unless its foreign key has changed.</summary>
    /// <exception cref="NoResultException">The row is gone.</exception>
    public Task<T> RefreshAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class =>
        Ask(new Refresh<T>(entity), static (Refresh<T> _, Refreshed<T> refreshed) => refreshed.Entity, cancellationToken);

    // ---- stage: nothing is sent

    /// <summary>Stages a new row, and the new values it reaches. The handle stands for it until it has a key: <c>Destination = norway.Key</c>, <c>committed.Of(norway)</c>.</summary>
    /// <exception cref="InvalidValueException">A value cannot be stored.</exception>
    public Added<T> Add<T>(T entity) where T : class
    {
        Added<T> added = null!;
        Change(changes => changes.Add(entity, out added));
        return added;
    }

    /// <summary>As <see cref="Add{T}(T)"/>; the named properties are written as they are, even where they hold the default that would otherwise mean "not set".</summary>
    /// <param name="set"><c>x =&gt; x.Bio</c>, or several: <c>x =&gt; new { x.Bio, x.Age }</c>.</param>
    public Added<T> Add<T, K>(T entity, Expression<Func<T, K>> set) where T : class
    {
        Added<T> added = null!;
        Change(changes => changes.Add(entity, set, out added));
        return added;
    }

    /// <summary>Stages new rows; handles in the same order.</summary>
    /// <exception cref="InvalidValueException">A value cannot be stored; none of them is staged.</exception>
    public IReadOnlyList<Added<T>> AddRange<T>(IEnumerable<T> entities) where T : class
    {
        // Made before they are staged: making one may stage another.
        T[] given = [.. entities];
        ImmutableArray<Added<T>> added = [];
        Change(changes => changes.AddRange(given, out added));
        return added;
    }

    /// <summary>Stages what <paramref name="change"/> makes different: only that, so two changes made from one loaded value both hold.</summary>
    /// <returns>The value after the change.</returns>
    public T Update<T>(T before, Func<T, T> change) where T : class
    {
        // The function runs before anything is staged: it may stage something itself.
        ChangeCapture.Given given;
        lock (_gate) given = _pending.Before(before);
        var after = change(before);
        Change(changes => changes.Update(given, after));
        return after;
    }

    /// <summary>Stages the difference between two values of a row.</summary>
    /// <returns><paramref name="after"/>.</returns>
    /// <exception cref="StaleEntityException">Told by the next command: a changed column was not what <paramref name="before"/> has any more.</exception>
    public T Update<T>(T before, T after) where T : class
    {
        Change(changes => changes.Update(before, after));
        return after;
    }

    /// <summary>Stages what differs from the session's present state of the row. A value the session does not know must carry its version.</summary>
    /// <returns><paramref name="copy"/>.</returns>
    /// <exception cref="StaleEntityException">Told by the next command: it is a copy of an older state.</exception>
    public T Update<T>(T copy) where T : class
    {
        Change(changes => changes.Update(copy));
        return copy;
    }

    /// <summary>Stages the end of a row.</summary>
    public void Delete<T>(T entity) where T : class => Change(changes => changes.Delete(entity));

    /// <summary>Stages a unit that was made as a value.</summary>
    public void Stage(Changes changes) => Change(staged => staged.Append(changes));

    /// <summary>The session forgets the row, and what is staged for it. Not awaited: it is heard before the next command, which also tells of a change that was refused.</summary>
    public void Detach<T>(T entity) where T : class => _client.Tell(new Detach(entity), TakePending());

    // ---- statements, at once

    /// <summary>Runs a statement: every hole is a parameter. In the open transaction, else in one of its own; inside RunAsync always in the unit's.</summary>
    /// <returns>How many rows the server says it touched.</returns>
    public Task<int> ExecuteAsync(SqlText sql, CancellationToken cancellationToken = default) =>
        Ask(new Execute(sql), static (Execute _, Executed executed) => executed.Rows, cancellationToken);

    // ---- unit

    /// <summary>Writes what is staged inside the unit's transaction, which is opened if need be and stays open until Commit or Rollback.</summary>
    /// <exception cref="StaleEntityException">A row was changed or deleted by someone else.</exception>
    /// <exception cref="ConstraintViolationException">A constraint refused it.</exception>
    public async Task<Flushed> FlushAsync(CancellationToken cancellationToken = default) => Written(await AskAsync<Flushed>(new Flush(), cancellationToken).ConfigureAwait(false));

    /// <summary>Writes what is staged and commits: all of it or nothing. After a failure everything is staged as before.</summary>
    /// <exception cref="StaleEntityException">A row was changed or deleted by someone else; names all such rows.</exception>
    /// <exception cref="ConstraintViolationException">A constraint refused it.</exception>
    /// <exception cref="SerializationFailureException">Another transaction was in the way; the whole unit can be run again.</exception>
    /// <exception cref="CommitInDoubtException">The connection was lost after COMMIT was sent.</exception>
    public async Task<Committed> CommitAsync(CancellationToken cancellationToken = default)
    {
        var committed = Written(await AskAsync<Committed>(new Commit(), cancellationToken).ConfigureAwait(false));
        lock (_gate)
        {
            // Values that were added are known by reference only until their unit ends, and never kept alive longer.
            _sent = _home.Model.Changes;
            if (_pending.Count == 0) _pending = _home.Model.Changes;
        }
        _client.UnitCommitted();
        return committed;
    }

    /// <summary>Forgets what is staged and rolls back the open transaction.</summary>
    public async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        await _client.AskAsync(new Rollback(), null, static (Rollback _, RolledBack reply) => reply, cancellationToken).ConfigureAwait(false);
        Forget();
        _client.UnitRolledBack();
    }

    /// <summary>Opens a transaction: a connection is held until Commit or Rollback.</summary>
    public Task<Transaction> BeginAsync(CancellationToken cancellationToken = default) => BeginAsync(UnitOptions.Default, cancellationToken);

    /// <inheritdoc cref="BeginAsync(CancellationToken)"/>
    public async Task<Transaction> BeginAsync(UnitOptions options, CancellationToken cancellationToken = default)
    {
        await AskAsync<Begun>(new Begin(options), cancellationToken).ConfigureAwait(false);
        return new Transaction(this);
    }

    /// <summary>Writes what is staged and sets a point to come back to; opens a transaction where there is none.</summary>
    /// <param name="name">Null: one is made.</param>
    public async Task<Savepoint> SavepointAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= _client.NextSavepoint();
        await AskAsync<SavepointSet>(new SetSavepoint(name), cancellationToken).ConfigureAwait(false);
        lock (_gate) _sent = _sent.Sent();
        return new Savepoint(this, name);
    }

    /// <summary>Runs code alone in the session: others wait. Commits at the end; rolls back and rethrows when it throws. It runs on the caller's side, never on an actor's thread.</summary>
    /// <exception cref="SessionOwnedException">Changes are staged on this handle, or a transaction is open: finish them first.</exception>
    public Task RunAsync(Func<Session, Task> work, CancellationToken cancellationToken = default) => RunAsync(UnitOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="RunAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RunAsync<R>(Func<Session, Task<R>> work, CancellationToken cancellationToken = default) => RunAsync(UnitOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="RunAsync(Func{Session, Task}, CancellationToken)"/>
    public Task RunAsync(UnitOptions options, Func<Session, Task> work, CancellationToken cancellationToken = default) =>
        UnitRunner.RunAsync(this, _home, options, UnitRunner.Returning(work), cancellationToken);

    /// <inheritdoc cref="RunAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RunAsync<R>(UnitOptions options, Func<Session, Task<R>> work, CancellationToken cancellationToken = default) =>
        UnitRunner.RunAsync(this, _home, options, work, cancellationToken);

    /// <summary>As RunAsync, and again from the start when a serialization failure or a deadlock ended it: the code must do nothing outside the unit that may not happen twice. Never after <see cref="CommitInDoubtException"/>.</summary>
    public Task RetryAsync(Func<Session, Task> work, CancellationToken cancellationToken = default) => RetryAsync(UnitOptions.Default, UnitRunner.Returning(work), cancellationToken);

    /// <inheritdoc cref="RetryAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RetryAsync<R>(Func<Session, Task<R>> work, CancellationToken cancellationToken = default) => RetryAsync(UnitOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="RetryAsync(Func{Session, Task}, CancellationToken)"/>
    public Task<R> RetryAsync<R>(UnitOptions options, Func<Session, Task<R>> work, CancellationToken cancellationToken = default) =>
        UnitRunner.RetryAsync(this, _home, options, work, cancellationToken);

    // ---- look

    /// <summary>What CommitAsync would send now. Nothing is sent.</summary>
    public Task<Plan> ExplainAsync(CancellationToken cancellationToken = default) =>
        Ask(new Explain(), static (Explain _, Explained explained) => explained.Plan, cancellationToken);

    /// <summary>What a query would send. Nothing is sent.</summary>
    public Task<Plan> ExplainAsync(Query query, CancellationToken cancellationToken = default) =>
        Ask(new Explain(query), static (Explain _, Explained explained) => explained.Plan, cancellationToken);

    // ---- end

    /// <summary>Rolls back, gives the connection back, ends. Closing twice is fine.</summary>
    public Task CloseAsync() => _client.CloseAsync();

    /// <summary>As <see cref="CloseAsync"/>.</summary>
    public ValueTask DisposeAsync() => new(CloseAsync());

    /// <summary>As <see cref="CloseAsync"/>, without waiting for it.</summary>
    public void Dispose() => _client.TellClose();

    // ---- inside

    internal Task<TReply> AskAsync<TReply>(Command command, CancellationToken cancellationToken) where TReply : Reply =>
        Ask(command, static (Command _, TReply reply) => reply, cancellationToken);

    Task<TReply> ISessionCalls.AskAsync<TReply>(Command command, CancellationToken cancellationToken) => AskAsync<TReply>(command, cancellationToken);

    internal bool HasStaged
    {
        get { lock (_gate) return _sent.Count + _pending.Count > 0; }
    }

    internal void Forget()
    {
        lock (_gate) _sent = _pending = _home.Model.Changes;
    }

    private void Change(Func<Changes, Changes> change)
    {
        _client.ThrowIfEnded();
        lock (_gate) _pending = change(_pending);
    }

    /// <summary>What was staged since the last command: from now on it is sent.</summary>
    internal Changes? TakePending()
    {
        lock (_gate)
        {
            if (_pending.Count == 0) return null;
            var pending = _pending;
            _sent = _sent.Append(pending);
            _pending = pending.Sent();
            return pending;
        }
    }

    private TWritten Written<TWritten>(TWritten written) where TWritten : Written
    {
        lock (_gate) _sent = _sent.Sent();
        return written;
    }

    private Task<TResult> Ask<TCommand, TReply, TResult>(TCommand command, Func<TCommand, TReply, TResult> read, CancellationToken cancellationToken) where TCommand : Command where TReply : Reply =>
        _client.AskAsync(command, this, read, cancellationToken);

    private Task<IReadOnlyList<T>> LoadAll<T>(IReadOnlyList<T> entities, Query<T> includes, CancellationToken cancellationToken) where T : class =>
        entities.Count == 0 ? Task.FromResult(entities) : Ask(new Load<T>(entities, includes), static (Load<T> _, Loaded<T> loaded) => loaded.Entities, cancellationToken);

    private static Query<T> Including<T, R>(Expression<Func<T, IRelation<R?>>> relation) where T : class where R : class =>
        Query.From<T>().Include(Expression.Lambda<Func<T, IRelation>>(relation.Body is UnaryExpression { NodeType: ExpressionType.Convert } cast ? Expression.Convert(cast.Operand, typeof(IRelation)) : Expression.Convert(relation.Body, typeof(IRelation)), relation.Parameters));

    private static Query<T> Including<T, R>(Expression<Func<T, IRelation<R?>>> relation, Func<Query<R>, Query<R>> shape) where T : class where R : class =>
        Query.From<T>().Include(relation, shape);

    private static Fetch AtMost<T>(int rows, Query<T> query) => new(query.LastClause is Clause.Aggregate ? query : query.Take(rows));

    private static T Only<T>(Query query, IReadOnlyList<T> rows) =>
        rows.Count == 1 ? rows[0] : throw new MultipleResultsException($"the query for {query.ResultType.Name} has more than one row, and one was asked for.");

    private static NoResultException NoResult(Query query) => new($"the query for {query.ResultType.Name} has no row.");
}
