using System.Reflection;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>Results that are no entities, taken apart into columns: a value is a column, an object its constructor's parameters in order, or its properties where the constructor has none.</summary>
internal static class ProjectionRows
{
    /// <exception cref="ArgumentException">Read back from the columns, a row is not what was given.</exception>
    public static RowPage Page(Model model, PreparedRead read, Array rows)
    {
        var builder = new PageBuilder(read.Plan.Steps[0].Statement);
        foreach (var row in rows) builder.Add(Columns(model, read.Plan.Steps[0].Statement, row));
        var page = builder.ToPage();
        var projection = (ResultShape.Projection)read.Shape;
        for (var i = 0; i < page.RowCount; i++)
        {
            if (Same(projection.Read(page, i), rows.GetValue(i))) continue;
            throw new ArgumentException($"row {i + 1} cannot be made by this query: {rows.GetValue(i)} would be read back as {projection.Read(page, i)}");
        }
        return page;
    }

    public static IReadOnlyList<object?> Columns(Model model, CompiledStatement statement, object? row)
    {
        var types = statement.Columns;
        if (types.Length == 1) return [Stored(model, row, types[0])];
        var parts = Parts(row);
        return [.. parts.Select((part, i) => i < types.Length ? Stored(model, part, types[i]) : part)];
    }

    private static object? Stored(Model model, object? value, Types.StoreType type)
    {
        if (value is null || type.ClrType.IsInstanceOfType(value)) return value;
        var mapping = model.EntityTypes.SelectMany(t => t.Properties).Select(p => p.Mapping).FirstOrDefault(m => m.ClrType == value.GetType() && m.Store == type);
        if (mapping is not null) return mapping.ToStore(value);
        return value is IConvertible and not string and not Enum && typeof(IConvertible).IsAssignableFrom(type.ClrType) && type.ClrType != typeof(string)
            ? Convert.ChangeType(value, type.ClrType, null)
            : value;
    }

    private static List<object?> Parts(object? row)
    {
        if (row is null) throw new ArgumentException("null was given as a row");
        var type = row.GetType();
        var properties = type.GetProperties().Where(p => p.GetIndexParameters().Length == 0).ToList();
        var names = type.GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters().Select(p => p.Name!).ToList() ?? [];
        if (row is System.Runtime.CompilerServices.ITuple tuple) return [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])];
        var taken = names.Select(name => properties.Find(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))).ToList();
        return [.. (names.Count == 0 || taken.Contains(null) ? properties : taken.OfType<PropertyInfo>()).Select(p => p.GetValue(row))];
    }

    private static bool Same(object? read, object? given) =>
        StoreValues.Same(read, given) || read is not null && given is not null && read.GetType() == given.GetType() && !IsValue(given) && Parts(read).Zip(Parts(given)).All(p => Same(p.First, p.Second));

    private static bool IsValue(object value) => value.GetType() is { IsPrimitive: true } or { IsEnum: true } || value is string or decimal or Guid or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Array;
}
