using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaOrm.Compilation;

namespace AkkaOrm.Connections;

/// <summary>Statements that connections send of their own.</summary>
internal static class ControlStatements
{
    public static readonly CompiledStatement Commit = Control("COMMIT");
    public static readonly CompiledStatement Rollback = Control("ROLLBACK");

    /// <summary>A round trip that does nothing: is the connection alive, and has a late cancel spent itself?</summary>
    public static readonly BoundStatement Probe = new(Control("SELECT 1"), []);

    /// <summary>Undoes what statements of users can leave behind on a connection: settings, roles, channels, cursors, locks, temporary tables.
    /// Not DISCARD ALL, which would take away prepared statements that the driver counts on.</summary>
    public static readonly ImmutableArray<BoundStatement> Reset =
    [
        new(Control("SET SESSION AUTHORIZATION DEFAULT"), []),
        new(Control("RESET ALL"), []),
        new(Control("CLOSE ALL"), []),
        new(Control("UNLISTEN *"), []),
        new(Control("SELECT pg_catalog.pg_advisory_unlock_all()"), []),
        new(Control("DISCARD SEQUENCES"), []),
        new(Control("DISCARD TEMP"), []),
    ];

    // As many as there are combinations of isolation, access and deferrable.
    private static readonly ConcurrentDictionary<string, CompiledStatement> Begins = new();
    private static readonly CompiledStatement PlainBegin = Control("BEGIN");
    private static readonly CompiledStatement SnapshotBegin = Control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    /// <summary>The BEGIN of a plan that brings its own transaction.</summary>
    public static BoundStatement Begin(Plan plan) => new(
        plan.Transaction == PlanTransaction.Snapshot ? SnapshotBegin
        : plan.BeginOptions.Length == 0 ? PlainBegin
        : Begins.GetOrAdd(plan.BeginOptions, static options => Control("BEGIN " + options)), []);

    private static CompiledStatement Control(string sql) => new(sql, [], [], StatementKind.Control);
}
