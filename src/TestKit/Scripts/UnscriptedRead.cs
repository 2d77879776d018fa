using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Models;
using AkkaOrm.Testing;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>Says which line would have scripted a read.</summary>
internal static class UnscriptedRead
{
    public static StatementException Error(ScriptedConnection database, in BoundStatement statement)
    {
        var sql = StatementsText.OneLine(statement.Statement.Sql);
        var used = database.UsedUp(statement);
        if (used.Count > 0)
            return new($"the scripts for this statement are used up: {sql}") { Sql = statement.Statement.Sql, Hint = $"1. more of {used[0].Pattern}: .Times({used[0].Limit + 1})  2. find out why the statement is sent again" };
        return new($"no script answers this statement: {sql}") { Sql = statement.Statement.Sql, Hint = Hint(database.Model, statement) };
    }

    private static string Hint(Model model, in BoundStatement statement)
    {
        foreach (var type in model.EntityTypes)
            if (KeyOf(model, type, statement) is { } key) return $"Database.OnFind<{type.Name}>({Text(key.ForUser)}).Returns(…), or .Returns<{type.Name}>() for a row that is not there";
        return "1. Database.On(query).Returns(…) with the query and the values it was asked with  2. Database.OnSql(\"a part of the SQL\").Returns(…)";
    }

    private static EntityKey? KeyOf(Model model, EntityType type, in BoundStatement statement)
    {
        var parts = type.Key.Properties;
        if (statement.Arguments.Length != parts.Length) return null;
        for (var i = 0; i < parts.Length; i++)
            if (!parts[i].Mapping.Store.ClrType.IsInstanceOfType(statement.Arguments[i])) return null;
        var key = KeyValues.From(type, [.. statement.Arguments.Select(a => a!)]);
        return ReadPlanner.Find(model, key).Plan.Steps[0].Statement.Sql == statement.Statement.Sql ? key : null;
    }

    private static string Text(object key) => key is string text ? $"\"{text}\"" : $"{key}";
}
