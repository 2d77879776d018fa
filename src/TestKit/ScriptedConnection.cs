using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Scripts;
using AkkaOrm.Tracking;
using Xunit.Sdk;

namespace AkkaOrm.Testing;

/// <summary>Plays PostgreSQL below the connection actors: answers statements as scripted, remembers them, and keeps the state of each connection's transaction as the server does.</summary>
/// <remarks>
/// <para>A statement is recognised by what it does, not by its text: <see cref="On{T}"/> by the query it was made from and the query's values,
/// <see cref="OnFind{T}"/> by entity and key, writes by their entity.</para>
/// <para>Without a script: a read fails, with a text that says what to script. An INSERT answers the row as it was sent, with keys counted up
/// from 1, the present time for <c>now()</c>, a new uuid for a uuid and the type's default for other defaults of the server, and 1 for the version. An UPDATE answers the row it was
/// shown or written as before, with what is set and the version one higher; where the row was never shown, <see cref="OnUpdate{T}"/> must say it. A DELETE
/// finds its rows. BEGIN, COMMIT, ROLLBACK and savepoints do what they do. Other statements change no rows.</para>
/// <para>Not a database: nothing is filtered, ordered or checked, and a row written is found by no query.</para>
/// </remarks>
public sealed class ScriptedConnection
{
    private readonly Lock _gate = new();
    private readonly List<Script> _scripts = [];
    private readonly List<Statement> _statements = [];
    private readonly ScriptedConnections _connections;

    /// <summary>For an Orm on <paramref name="model"/>. <see cref="OrmTestKit"/> makes one and puts it in its place.</summary>
    internal ScriptedConnection(Model model)
    {
        Model = model;
        Rows = new WrittenRowMaker(new ShownRows());
        _connections = new ScriptedConnections(this);
    }

    /// <summary>What is mapped.</summary>
    public Model Model { get; }

    /// <summary>Every statement so far, of all connections, in the order they arrived: BEGIN, COMMIT and ROLLBACK too. What connections send for their own sake, to see whether they are alive, is not among them.</summary>
    public IReadOnlyList<Statement> Statements
    {
        get
        {
            lock (_gate) return [.. _statements];
        }
    }

    internal IPhysicalConnectionFactory Connections => _connections;
    internal WrittenRowMaker Rows { get; }

    /// <summary>A query with its values. <c>SingleAsync</c> and <c>FirstAsync</c> of the query, which limit it, and a stream of it are answered too.</summary>
    /// <exception cref="StatementException">The query cannot be translated.</exception>
    public Script On<T>(Query<T> query)
    {
        var read = ReadPlanner.Fetch(Model, query);
        return Add(new Script(new QueryPattern(Model, query, read, query.Take), rows => QueryAnswer.Of(Model, read, rows)));
    }

    /// <summary>The read of one row by its key, as <c>FindAsync</c>, <c>GetAsync</c> and <c>RefreshAsync</c> do.</summary>
    /// <param name="key">As for <c>FindAsync</c>: a tuple for a composite key.</param>
    /// <exception cref="InvalidValueException">It is no key of the entity.</exception>
    public Script OnFind<T>(object key) where T : class
    {
        var read = ReadPlanner.Find(Model, KeyValues.FromUser(Model.Entity(typeof(T)), key));
        return Add(new Script(new FindPattern(typeof(T).Name, key, read), rows => QueryAnswer.Of(Model, read, rows)));
    }

    /// <summary>Any statement whose SQL contains the part. Rows are given as entities, as values of one column, or as objects whose constructor's parameters are the columns in order.</summary>
    public Script OnSql(string part)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return Add(new Script(new SqlPattern(part), rows => new RowsAnswer(Model, rows)));
    }

    /// <summary>An INSERT of the entity, of one row or many.</summary>
    public Script OnInsert<T>() where T : class => OnWrite<T>(WriteKind.Insert);

    /// <summary>An UPDATE of the entity, of one row or many.</summary>
    public Script OnUpdate<T>() where T : class => OnWrite<T>(WriteKind.Update);

    /// <summary>A DELETE of the entity, of one row or many.</summary>
    public Script OnDelete<T>() where T : class => OnWrite<T>(WriteKind.Delete);

    /// <summary>A COMMIT.</summary>
    public Script OnCommit() => Add(new Script(new CommitPattern()));

    /// <summary>The statements so far were exactly so many, and each contains its part.</summary>
    /// <exception cref="XunitException">They differ: lists what was expected and what came.</exception>
    public void AssertStatements(params string[] parts)
    {
        var statements = Statements;
        var agrees = statements.Count == parts.Length && parts.Zip(statements).All(pair => pair.Second.Sql.Contains(pair.First, StringComparison.Ordinal));
        if (!agrees) throw new XunitException(StatementsText.Difference(parts, statements));
    }

    /// <summary>Every script was used as often as it says, and no transaction stands open.</summary>
    /// <exception cref="XunitException">It is not so: lists which.</exception>
    public void AssertFinished()
    {
        List<string> left;
        lock (_gate) left = [.. _scripts.Where(s => !s.IsUsedUp).Select(s => s.ToString())];
        left.AddRange(_connections.OpenTransactions.Select(status => $"a transaction stands open: {status}"));
        if (left.Count > 0) throw new XunitException($"not finished:\n  {string.Join("\n  ", left)}\nstatements so far:\n{StatementsText.List(Statements)}");
    }

    internal Script? Take(in BoundStatement statement)
    {
        lock (_gate)
        {
            foreach (var script in _scripts)
            {
                if (script.IsUsedUp || !script.Pattern.Matches(statement)) continue;
                script.Use();
                return script;
            }
            return null;
        }
    }

    /// <summary>Scripts that would have answered, had they not been used up.</summary>
    internal IReadOnlyList<Script> UsedUp(BoundStatement statement)
    {
        lock (_gate) return [.. _scripts.Where(s => s.IsUsedUp && s.Pattern.Matches(statement))];
    }

    internal int Arrived(string sql)
    {
        lock (_gate)
        {
            _statements.Add(new Statement(sql, 0));
            return _statements.Count - 1;
        }
    }

    internal void Answered(int place, int rows)
    {
        lock (_gate) _statements[place] = _statements[place] with { Rows = rows };
    }

    private Script OnWrite<T>(WriteKind kind) where T : class
    {
        var type = Model.Entity(typeof(T));
        return Add(new Script(new WritePattern(type, kind), kind == WriteKind.Delete ? null : rows => new WriteAnswer(type, rows)));
    }

    private Script Add(Script script)
    {
        lock (_gate) _scripts.Add(script);
        return script;
    }
}
