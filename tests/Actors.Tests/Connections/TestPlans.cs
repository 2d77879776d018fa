using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Types;

namespace Actors.Tests.Connections;

/// <summary>Plans written by hand, of statements the <see cref="FakeServer"/> knows by their text.</summary>
internal static class TestPlans
{
    public static Plan Read(string sql) => new([Step(sql)]);

    public static Plan Raw(string sql) => new([Step(sql, StatementKind.Raw)]);

    public static Plan Control(string sql) => new([Step(sql, StatementKind.Control)]);

    public static Plan Commit(params string[] sql) => new([.. sql.Select(s => Step(s, StatementKind.Write))], PlanTransaction.Commit);

    public static PlanStep Step(string sql, StatementKind kind = StatementKind.Read) => new(new CompiledStatement(sql, [], [], kind), []);

    public static PlanStep Step(string sql, StatementParameter[] parameters, params Argument[] arguments) => new(new CompiledStatement(sql, [.. parameters], [], StatementKind.Read), [.. arguments]);

    public static StatementParameter Many(StoreType type) => new(type, IsArray: true);
}
