using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>What is kept of a query's shape: statements, where their values come from, and what to make of rows.</summary>
internal sealed record CompiledRead(ImmutableArray<CompiledStep> Steps, PlanTransaction Transaction, Func<object?[], ResultShape> Shape)
{
    /// <summary>For Load: the relations of the entities in hand.</summary>
    public ImmutableArray<IncludeNode> Includes { get; init; } = [];

    /// <summary>For Find: the statement that reads many keys at once.</summary>
    public ManyKeys? Many { get; init; }

    /// <param name="values">Of the query, its filters' behind them.</param>
    /// <param name="keys">For Find: the parts of the key.</param>
    /// <param name="parents">For Load: the keys of the entities in hand.</param>
    /// <param name="keyed">For Find: how reads of other keys join it.</param>
    /// <exception cref="InvalidValueException">A value cannot be sent.</exception>
    public Plan Bind(object?[] values, ImmutableArray<object> keys = default, Func<Relation, int, Array>? parents = null, KeyedRead? keyed = null)
    {
        var steps = new PlanStep[Steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var parameters = Steps[i].Parameters;
            var arguments = parameters.Length == 0 ? [] : new Argument[parameters.Length];
            for (var k = 0; k < arguments.Length; k++) arguments[k] = Bind(parameters[k], values, keys, parents);
            steps[i] = new(Steps[i].Statement, ImmutableCollectionsMarshal.AsImmutableArray(arguments));
        }
        return new(ImmutableCollectionsMarshal.AsImmutableArray(steps), Transaction) { Keyed = keyed };
    }

    internal static Argument Bind(SqlParameter parameter, object?[] values, ImmutableArray<object> keys, Func<Relation, int, Array>? parents) => parameter.Value switch
    {
        SqlValue.Captured one => new Argument.Value(one.ToStore(values[one.Index])),
        SqlValue.CapturedList list => new Argument.Value(List(parameter, list, values[list.Index])),
        SqlValue.Keys rows => new Argument.KeysOf(rows.Step, rows.Columns, rows.Part),
        SqlValue.Given part when parameter.IsArray => new Argument.Keys(parents!((Relation)part.Relation!, part.Part)),
        SqlValue.Given part => new Argument.Value(keys[part.Part]),
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
