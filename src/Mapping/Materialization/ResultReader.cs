using AkkaOrm.Compilation;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Turns what a plan brought into what was asked for.</summary>
internal static class ResultReader
{
    /// <summary>Where nothing else is asked of the rows, the connection makes the values while it reads.</summary>
    public static void Prepare(PreparedRead read)
    {
        if (read.Shape is ResultShape.Entities { IsTracked: false, Root: { Includes.IsEmpty: true } root } && read.Plan.Steps is [{ Statement: { Maker: null } statement }])
            statement.Maker = EntityReader.For(root.Type, root.Columns).Maker;
    }

    /// <param name="map">Where entities are tracked; null when they are not.</param>
    public static IReadOnlyList<T> Read<T>(PreparedRead read, PlanResult result, IdentityMap? map)
    {
        if (result.Steps[0].Made is MadeRows<T> made) return made.Values();
        return read.Shape switch
        {
            ResultShape.Projection<T> projection => Filled(projection.Fill, result.Steps[0]),
            ResultShape.Entities entities => (IReadOnlyList<T>)new IncludeStitcher(result, entities.IsTracked ? map : null).Read(entities.Root),
            _ => throw new InvalidOperationException($"no reader of {typeof(T).Name} for {read.Shape.GetType().Name}"),
        };
    }

    /// <summary>Copies of entities in hand with relations loaded into them; the ones given are untouched.</summary>
    /// <param name="keyOf">The store values of a parent's side of a relation: from the value, or the session's snapshot.</param>
    public static IReadOnlyList<T> Attach<T>(LoadPlan load, PlanResult result, IReadOnlyList<T> parents, Func<object, Models.Property, object?> keyOf, IdentityMap? map) where T : class
    {
        var copies = new T[parents.Count];
        for (var i = 0; i < copies.Length; i++) copies[i] = (T)load.Type.Copy(parents[i]);
        new IncludeStitcher(result, map).Attach(load.Type, copies, load.Includes, keyOf);
        return copies;
    }

    private static T[] Filled<T>(FillRows<T> fill, StepResult result)
    {
        var rows = new T[result.RowCount];
        var at = 0;
        foreach (var page in result.Pages)
        {
            if (page.RowCount > 0) fill(page, 0, page.RowCount, rows, at);
            at += page.RowCount;
        }
        return rows;
    }
}
