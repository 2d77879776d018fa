using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Tells whether one statement may take a unique value that another lets go of.</summary>
internal static class UniqueValues
{
    public static bool MayPass(FlushGroup giving, FlushGroup taking) => giving.Kind switch
    {
        FlushStepKind.Delete => Keys(taking.Type).Any(key => MayPass(giving, taking, key)),
        FlushStepKind.Update when taking.Kind == FlushStepKind.Insert && !giving.IsRepair => Keys(taking.Type).Any(key => key.Any(p => giving.Columns.Contains(p.Ordinal))),
        _ => false,
    };

    private static IEnumerable<ImmutableArray<Property>> Keys(EntityType type) => type.Indexes.Where(i => i.IsUnique).Select(i => i.Properties).Append(type.Key.Properties);

    private static bool MayPass(FlushGroup giving, FlushGroup taking, ImmutableArray<Property> key)
    {
        if (!key.Any(p => taking.Columns.Contains(p.Ordinal))) return false;
        var given = new HashSet<CompositeKey>();
        foreach (var (row, _) in giving.Rows)
        {
            if (!Knows(row, key)) return true;
            if (Value(row, key) is { } value) given.Add(value);
        }
        return taking.Rows.Any(r => Value(r.Row, key) is { } value && given.Contains(value));
    }

    /// <summary>What a row that is deleted holds is known where it was staged with its values.</summary>
    private static bool Knows(StagedRow row, ImmutableArray<Property> key) => !row.Values.IsDefaultOrEmpty || row.Key is not null && key.All(p => p.IsKey);

    private static CompositeKey? Value(StagedRow row, ImmutableArray<Property> key)
    {
        var parts = key.Select(p => row.Action == RowAction.Delete && row.Key is { } own && RowGraph.KeyPart(own, p) is { } part ? part : row.Values[p.Ordinal]);
        ImmutableArray<object?> values = [.. parts];
        return values.Contains(null) ? null : new CompositeKey(values!);
    }
}
