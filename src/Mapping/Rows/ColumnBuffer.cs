namespace AkkaOrm.Rows;

/// <summary>One column of a page: values of one type and which of them are null. Filled by its maker, never changed once the page is made.</summary>
internal abstract class ColumnBuffer
{
    public abstract Type ElementType { get; }
    public abstract int Count { get; }
    public abstract bool IsNull(int row);

    /// <summary>The value, boxed; null when the row has none.</summary>
    public abstract object? GetValue(int row);

    /// <summary>Appends a value of <see cref="ElementType"/>, or null.</summary>
    public abstract void AppendValue(object? value);
    public abstract void AppendNull();

    /// <summary>A column of the named rows only, in the order named: what lets go of a large page.</summary>
    public abstract ColumnBuffer Pick(ReadOnlySpan<int> rows);
}
