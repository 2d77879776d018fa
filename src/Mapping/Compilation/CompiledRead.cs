using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>What is kept of a query's shape: statements, where their values come from, and what to make of rows.</summary>
internal sealed record CompiledRead(ImmutableArray<CompiledStep> Steps, PlanTransaction Transaction, Func<object?[], ResultShape> Shape)
{
    /// <summary>For Load: the relations of the entities in hand.</summary>
    public ImmutableArray<IncludeNode> Includes { get; init; } = [];

    /// <exception cref="InvalidValueException">A value cannot be sent.</exception>
    public Plan Bind(object?[] values, Func<Relation?, int, object?>? given = null) =>
        new([.. Steps.Select(step => new PlanStep(step.Statement, [.. step.Parameters.Select(p => Bind(p, values, given))]))], Transaction);

    private static Argument Bind(SqlParameter parameter, object?[] values, Func<Relation?, int, object?>? given) => parameter.Value switch
    {
        SqlValue.Captured one => new Argument.Value(one.ToStore(values[one.Index])),
        SqlValue.CapturedList list => new Argument.Value(List(parameter, list, values[list.Index])),
        SqlValue.Keys keys => new Argument.KeysOf(keys.Step, keys.Columns, keys.Part),
        SqlValue.Given part when parameter.IsArray => new Argument.Keys((Array)given!(part.Relation as Relation, part.Part)!),
        SqlValue.Given part => new Argument.Value(given!(part.Relation as Relation, part.Part)),
        _ => throw new InvalidOperationException($"{parameter.Value.GetType().Name} cannot be bound"),
    };

    private static Array? List(SqlParameter parameter, SqlValue.CapturedList list, object? value)
    {
        if (value is not System.Collections.IEnumerable items) return null;
        var stored = new List<object?>();
        foreach (var item in items)
        {
            if (item is not null) stored.Add(list.ToStore(item));
            else if (list.KeepsNulls) stored.Add(null);
        }
        return parameter.Type.Store.CreateArray(stored);
    }
}

internal sealed record CompiledStep(CompiledStatement Statement, ImmutableArray<SqlParameter> Parameters);
