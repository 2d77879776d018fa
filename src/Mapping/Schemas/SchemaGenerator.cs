using AkkaOrm.Models;

namespace AkkaOrm.Schemas;

/// <summary>SQL that makes and drops the tables of a model. One statement an element, without a semicolon; to be run in one transaction.</summary>
internal static class SchemaGenerator
{
    /// <summary>Makes what is missing and leaves the rest: schemas, tables, indexes, then foreign keys, so that tables may refer to each other.</summary>
    public static IReadOnlyList<string> CreateScript(Model model) =>
    [
        TableScript.WaitForOthers,
        .. model.Tables.Select(t => t.Schema).OfType<string>().Distinct().Select(s => $"CREATE SCHEMA IF NOT EXISTS {SqlName.Quote(s)}"),
        .. model.Tables.Select(TableScript.Create),
        .. model.Tables.SelectMany(t => t.Indexes.Select(i => TableScript.CreateIndex(t, i))),
        .. model.Tables.SelectMany(t => t.References.Select(r => TableScript.AddReference(model, t, r))),
    ];

    /// <summary>Drops the tables and all rows in them. Schemas stay: they may hold what is not ours.</summary>
    public static IReadOnlyList<string> DropScript(Model model) =>
        [TableScript.WaitForOthers, .. model.Tables.Reverse().Select(t => $"DROP TABLE IF EXISTS {t.SqlName} CASCADE")];

    /// <summary>The names of the model's tables as <c>to_regclass</c> takes them: quoted, with a schema where the model names one.</summary>
    public static IReadOnlyList<string> Tables(Model model) => [.. model.Tables.Select(t => t.SqlName)];
}
