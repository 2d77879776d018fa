using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AkkaOrm.Rows;
using AkkaOrm.Types;
using Npgsql;

namespace AkkaOrm.Connections;

/// <summary>Moves one cell of the present row to the end of a column.</summary>
internal abstract class ColumnFiller
{
    private static readonly ConcurrentDictionary<(Type Type, bool NeverNull), ColumnFiller> Known = new();

    /// <summary>The bytes that a value takes in its column.</summary>
    public abstract int Size { get; }

    /// <param name="neverNull">Null is not asked for first; where it comes all the same, it is null.</param>
    public static ColumnFiller For(StoreType type, bool neverNull) => Known.GetOrAdd((type.ClrType, neverNull), static key => key.Type == typeof(string)
        ? key.NeverNull ? new Text() : new NullableText()
        : (ColumnFiller)Activator.CreateInstance((key.NeverNull ? typeof(Of<>) : typeof(NullableOf<>)).MakeGenericType(key.Type))!);

    public abstract void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal);

    private sealed class NullableOf<T> : ColumnFiller
    {
        public override int Size => Unsafe.SizeOf<T>();

        public override void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal)
        {
            var typed = (ColumnBuffer<T>)column;
            if (reader.IsDBNull(ordinal)) typed.AppendNull();
            else typed.Append(reader.GetFieldValue<T>(ordinal));
        }
    }

    private sealed class Of<T> : ColumnFiller
    {
        public override int Size => Unsafe.SizeOf<T>();

        public override void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal)
        {
            var typed = (ColumnBuffer<T>)column;
            try
            {
                typed.Append(reader.GetFieldValue<T>(ordinal));
            }
            catch (InvalidCastException) when (reader.IsDBNull(ordinal))
            {
                typed.AppendNull();
            }
        }
    }

    // Texts are most of what is read: a class of their own spares the run time a look at what T is.
    private sealed class NullableText : ColumnFiller
    {
        public override int Size => IntPtr.Size;

        public override void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal)
        {
            var typed = (ColumnBuffer<string>)column;
            if (reader.IsDBNull(ordinal)) typed.AppendNull();
            else typed.Append(reader.GetString(ordinal));
        }
    }

    private sealed class Text : ColumnFiller
    {
        public override int Size => IntPtr.Size;

        public override void Append(ColumnBuffer column, NpgsqlDataReader reader, int ordinal)
        {
            var typed = (ColumnBuffer<string>)column;
            try
            {
                typed.Append(reader.GetString(ordinal));
            }
            catch (InvalidCastException) when (reader.IsDBNull(ordinal))
            {
                typed.AppendNull();
            }
        }
    }
}
