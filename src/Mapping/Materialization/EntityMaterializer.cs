using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.Materialization;

/// <summary>Values from rows, and relations into values that nobody has seen yet.</summary>
internal static class EntityMaterializer
{
    /// <summary>A new value of the row; no relation is loaded.</summary>
    public static object Make(EntityType type, in EntityRow row) => RowReaders.For(type, row.Columns)(row.Page, row.Row);
}
