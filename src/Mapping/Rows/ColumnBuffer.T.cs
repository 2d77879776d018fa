namespace AkkaOrm.Rows;

/// <summary>Values side by side, with a bitmap of nulls that exists only once there is one.</summary>
internal sealed class ColumnBuffer<T>(int capacity = 16) : ColumnBuffer
{
    private T[] _values = capacity > 0 ? new T[capacity] : [];
    private ulong[]? _nulls;
    private int _count;

    public override Type ElementType => typeof(T);
    public override int Count => _count;
    public override ulong[]? Nulls => _nulls;
    public T this[int row] => _values[row];
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _count);

    /// <summary>The values as they lie, and room behind them: for code that reads many rows.</summary>
    public T[] Items => _values;

    public override object? GetValue(int row) => IsNull(row) ? null : _values[row];

    public override void AppendValue(object? value)
    {
        if (value is null) AppendNull();
        else Append((T)value);
    }

    public void Append(T value)
    {
        var count = _count;
        if ((uint)count >= (uint)_values.Length) Grow();
        _values[count] = value;
        _count = count + 1;
    }

    public override void AppendNull()
    {
        if (_count == _values.Length) Grow();
        var nulls = _nulls ??= new ulong[Words(_values.Length)];
        nulls[_count >> 6] |= 1UL << _count;
        _values[_count++] = default!;
    }

    public override bool IsSame(int row, ColumnBuffer other, int otherRow)
    {
        var isNull = IsNull(row);
        return isNull == other.IsNull(otherRow) && (isNull || EqualityComparer<T>.Default.Equals(_values[row], ((ColumnBuffer<T>)other)._values[otherRow]));
    }

    public override void AppendFrom(ColumnBuffer column, int row)
    {
        var typed = (ColumnBuffer<T>)column;
        if (typed.IsNull(row)) AppendNull();
        else Append(typed[row]);
    }

    public override ColumnBuffer Pick(ReadOnlySpan<int> rows)
    {
        var picked = new ColumnBuffer<T>(rows.Length);
        foreach (var row in rows)
        {
            if (IsNull(row)) picked.AppendNull();
            else picked.Append(_values[row]);
        }
        return picked;
    }

    public override ColumnBuffer Join(IReadOnlyList<ColumnBuffer> others)
    {
        var count = _count;
        foreach (var other in others) count += other.Count;
        var joined = new ColumnBuffer<T>(count);
        joined.Take(this);
        foreach (var other in others) joined.Take((ColumnBuffer<T>)other);
        return joined;
    }

    public override void Trim()
    {
        if (_count > _values.Length / 2) return;
        Array.Resize(ref _values, _count);
        if (_nulls is not null) Array.Resize(ref _nulls, Words(_count));
    }

    public override void Clear()
    {
        _nulls?.AsSpan().Clear();
        _count = 0;
    }

    private void Take(ColumnBuffer<T> other)
    {
        if (other._nulls is null)
        {
            other.Values.CopyTo(_values.AsSpan(_count));
            _count += other._count;
            return;
        }
        for (var row = 0; row < other._count; row++)
        {
            if (other.IsNull(row)) AppendNull();
            else Append(other._values[row]);
        }
    }

    private void Grow()
    {
        Array.Resize(ref _values, Math.Max(4, _values.Length * 2));
        if (_nulls is not null) Array.Resize(ref _nulls, Words(_values.Length));
    }

    private static int Words(int rows) => (rows + 63) >> 6;
}
