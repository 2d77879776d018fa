using System.Collections.Immutable;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Types;

namespace Integration.Tests.Connections;

/// <summary>Statements and plans written by hand.</summary>
internal static class Plans
{
    public static CompiledStatement Sql(string sql, StatementKind kind, StoreType[]? columns = null, params StatementParameter[] parameters) =>
        new(sql, [.. parameters], [.. columns ?? []], kind);

    public static BoundStatement Bound(string sql, StoreType[]? columns = null, StatementKind kind = StatementKind.Raw) => new(Sql(sql, kind, columns), []);

    public static Plan Of(PlanTransaction transaction, params PlanStep[] steps) => new([.. steps], transaction);

    public static PlanStep Step(string sql, StatementKind kind = StatementKind.Read, StoreType[]? columns = null) => new(Sql(sql, kind, columns), []);

    public static PlanStep Step(CompiledStatement statement, params Argument[] arguments) => new(statement, [.. arguments]);

    public static Task<ImmutableArray<StepResult>> RunAsync(this IPhysicalConnection connection, params BoundStatement[] batch) =>
        connection.ExecuteAsync([.. batch], CancellationToken.None);
}
