using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Types;

namespace AkkaOrm.Connections;

/// <summary>Values for a step's parameters, from the plan and from the rows of earlier steps.</summary>
internal sealed class ArgumentResolver(Plan plan)
{
    private readonly Dictionary<(int Step, int Columns), (ImmutableArray<int> Columns, int[] Rows)> _keyRows = [];

    /// <returns>False when the step asks by keys and there are none: it has nothing to bring.</returns>
    public bool TryResolve(PlanStep step, StepResult?[] results, out ImmutableArray<object?> values)
    {
        if (step.Arguments.IsDefaultOrEmpty)
        {
            values = [];
            return true;
        }
        var resolved = ImmutableArray.CreateBuilder<object?>(step.Arguments.Length);
        for (var i = 0; i < step.Arguments.Length; i++)
        {
            switch (step.Arguments[i])
            {
                case Argument.Value value:
                    resolved.Add(value.Content);
                    break;
                case Argument.Keys { Content.Length: 0 }:
                    values = default;
                    return false;
                case Argument.Keys keys:
                    resolved.Add(keys.Content);
                    break;
                case Argument.CellOf cell:
                    resolved.Add(Cell(results, cell.Step, cell.Row, cell.Column));
                    break;
                case Argument.Patched patched:
                    resolved.Add(Array(step, i, Patched(patched, results)));
                    break;
                case Argument.KeysOf keysOf:
                    var rows = KeyRows(keysOf, results);
                    if (rows.Length == 0)
                    {
                        values = default;
                        return false;
                    }
                    resolved.Add(KeyRowsReader.Part(Result(results, keysOf.Step).Rows.Columns[keysOf.KeyColumns[keysOf.Part]], rows, step.Statement.Parameters[i].Type));
                    break;
                case var other:
                    throw new NotSupportedException($"an argument of type {other.GetType().Name}");
            }
        }
        values = resolved.MoveToImmutable();
        return true;
    }

    private static object?[] Patched(Argument.Patched patched, StepResult?[] results)
    {
        var values = patched.Values.ToArray();
        foreach (var patch in patched.Patches) values[patch.Index] = Cell(results, patch.Step, patch.Row, patch.Column);
        return values;
    }

    // All parts of one key are taken from the same rows: they are found once.
    private int[] KeyRows(Argument.KeysOf keys, StepResult?[] results)
    {
        var place = (keys.Step, keys.KeyColumns.Length == 1 ? keys.KeyColumns[0] : -keys.KeyColumns.Length);
        if (_keyRows.TryGetValue(place, out var known) && known.Columns.AsSpan().SequenceEqual(keys.KeyColumns.AsSpan())) return known.Rows;
        var rows = KeyRowsReader.Distinct(Result(results, keys.Step).Rows, keys.KeyColumns);
        _keyRows[place] = (keys.KeyColumns, rows);
        return rows;
    }

    private static object? Cell(StepResult?[] results, int step, int row, int column) => Result(results, step).Rows.GetValue(column, row);

    private static StepResult Result(StepResult?[] results, int step) =>
        results[step] ?? throw new InvalidOperationException($"step {step} has no rows yet: a step can only need an earlier one");

    private Array Array(PlanStep step, int argument, object?[] values)
    {
        if (argument < step.Statement.Parameters.Length) return step.Statement.Parameters[argument].Type.CreateArray(values);
        throw new InvalidOperationException($"a statement of a plan of {plan.Steps.Length} steps has {step.Arguments.Length} arguments for {step.Statement.Parameters.Length} parameters");
    }
}
