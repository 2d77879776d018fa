using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Materialization;

/// <summary>Makes values of rows, for an entity and a layout of its columns; their relations are not loaded. Compiled once.</summary>
internal abstract class EntityReader
{
    private static readonly ConcurrentDictionary<(EntityType Type, Layout Layout), EntityReader> Compiled = new();

    /// <summary>For statements whose rows nobody else asks for.</summary>
    public abstract RowMaker Maker { get; }

    public static EntityReader For(EntityType type, ImmutableArray<int> columns) =>
        Compiled.GetOrAdd((type, new Layout(columns)), static key => Compile(key.Type, key.Layout.Columns));

    /// <summary>An array of the entity's own type, to fill.</summary>
    public abstract object[] NewArray(int count);

    /// <summary>Makes values of <paramref name="count"/> rows from row <paramref name="from"/> on.</summary>
    /// <param name="into">Of <see cref="NewArray"/>.</param>
    public abstract void Fill(RowPage page, int from, int count, object[] into, int at);

    public object Make(RowPage page, int row)
    {
        var made = NewArray(1);
        Fill(page, row, 1, made, 0);
        return made[0];
    }

    private static EntityReader Compile(EntityType type, ImmutableArray<int> columns) =>
        ((Func<EntityType, ImmutableArray<int>, EntityReader>)Of<object>).Method.GetGenericMethodDefinition().MakeGenericMethod(type.ClrType)
            .CreateDelegate<Func<EntityType, ImmutableArray<int>, EntityReader>>()(type, columns);

    private static EntityReader<T> Of<T>(EntityType type, ImmutableArray<int> columns) where T : class => new(RowReaderCompiler.Compile<T>(type, columns));

    private readonly record struct Layout(ImmutableArray<int> Columns)
    {
        public bool Equals(Layout other) => Columns == other.Columns || Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var column in Columns) hash.Add(column);
            return hash.ToHashCode();
        }
    }
}

/// <inheritdoc/>
internal sealed class EntityReader<T>(FillRows<T> fill) : EntityReader where T : class
{
    public override RowMaker Maker { get; } = new RowMaker<T>(fill);

    public override object[] NewArray(int count) => new T[count];

    public override void Fill(RowPage page, int from, int count, object[] into, int at)
    {
        if (count > 0) fill(page, from, count, (T[])into, at);
    }
}
