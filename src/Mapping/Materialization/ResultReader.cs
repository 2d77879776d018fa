using AkkaOrm.Compilation;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Turns what a plan brought into what was asked for.</summary>
internal static class ResultReader
{
    /// <param name="map">Where entities are tracked; null when they are not.</param>
    public static IReadOnlyList<T> Read<T>(PreparedRead read, PlanResult result, IdentityMap? map)
    {
        switch (read.Shape)
        {
            case ResultShape.Projection projection:
                var page = result.Steps[0].Rows;
                var rows = new T[page.RowCount];
                for (var row = 0; row < rows.Length; row++) rows[row] = (T)projection.Read(page, row)!;
                return rows;
            case ResultShape.Entities entities:
                return Typed<T>(new IncludeStitcher(result, entities.IsTracked ? map : null).Read(entities.Root));
            default:
                throw new InvalidOperationException($"no reader for {read.Shape.GetType().Name}");
        }
    }

    /// <summary>Copies of entities in hand with relations loaded into them; the ones given are untouched.</summary>
    /// <param name="keyOf">The store values of a parent's side of a relation: from the value, or the session's snapshot.</param>
    public static IReadOnlyList<T> Attach<T>(LoadPlan load, PlanResult result, IReadOnlyList<T> parents, Func<object, Models.Property, object?> keyOf, IdentityMap? map) where T : class
    {
        var copies = new object[parents.Count];
        for (var i = 0; i < copies.Length; i++) copies[i] = load.Type.Copy(parents[i]);
        new IncludeStitcher(result, map).Attach(load.Type, copies, load.Includes, keyOf);
        return Typed<T>(copies);
    }

    private static T[] Typed<T>(IReadOnlyList<object> values)
    {
        var typed = new T[values.Count];
        for (var i = 0; i < typed.Length; i++) typed[i] = (T)values[i];
        return typed;
    }
}
