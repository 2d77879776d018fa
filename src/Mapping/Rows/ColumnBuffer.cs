using System.Runtime.CompilerServices;

namespace AkkaOrm.Rows;

/// <summary>One column of a page: values of one type and which of them are null. Filled by its maker, never changed once the page is made.</summary>
internal abstract class ColumnBuffer
{
    public abstract Type ElementType { get; }
    public abstract int Count { get; }

    /// <summary>A bit for each row that is null; null when none is.</summary>
    public abstract ulong[]? Nulls { get; }

    public bool IsNull(int row) => IsSet(Nulls, row);

    /// <summary>The value, boxed; null when the row has none.</summary>
    public abstract object? GetValue(int row);

    /// <summary>Appends a value of <see cref="ElementType"/>, or null.</summary>
    public abstract void AppendValue(object? value);
    public abstract void AppendNull();

    /// <summary>Whether a row of a column of the same type holds an equal value, or both are null.</summary>
    public abstract bool IsSame(int row, ColumnBuffer other, int otherRow);

    /// <summary>Appends the value that another column of the same type has in a row.</summary>
    public abstract void AppendFrom(ColumnBuffer column, int row);

    /// <summary>A column of the named rows only, in the order named: what lets go of a large page.</summary>
    public abstract ColumnBuffer Pick(ReadOnlySpan<int> rows);

    /// <summary>The rows of columns of one type, one after another.</summary>
    public abstract ColumnBuffer Join(IReadOnlyList<ColumnBuffer> others);

    /// <summary>Gives back what was taken for rows that did not come.</summary>
    public abstract void Trim();

    /// <summary>Empties the column, to be filled again: only for who alone has seen it.</summary>
    public abstract void Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSet(ulong[]? nulls, int row) => nulls is not null && (nulls[row >> 6] & (1UL << row)) != 0;
}
