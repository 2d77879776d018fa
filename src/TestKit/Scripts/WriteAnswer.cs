using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Models;

namespace AkkaOrm.Scripts;

/// <summary>Rows as an INSERT or UPDATE left them.</summary>
internal sealed class WriteAnswer : IPreparedAnswer
{
    private readonly EntityType _type;
    private readonly Array _rows;

    /// <exception cref="ArgumentException">A row is of another entity.</exception>
    public WriteAnswer(EntityType type, Array rows)
    {
        (_type, _rows) = (type, rows);
        foreach (var row in rows) _ = EntityValues.Of(type, row ?? throw new ArgumentException("null was given as a row"));
    }

    public ScriptedResult For(in BoundStatement statement, WrittenRowMaker rows) => rows.Answer(statement, [.. _rows.Cast<object>().Select(row => EntityValues.Of(_type, row))]);
}
