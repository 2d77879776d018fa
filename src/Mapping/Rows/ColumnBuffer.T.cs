using System.Numerics;

namespace AkkaOrm.Rows;

/// <summary>Values side by side, with a bitmap of nulls that exists only once there is one.</summary>
internal sealed class ColumnBuffer<T>(int capacity = 16) : ColumnBuffer
{
    private T[] _values = new T[Math.Max(capacity, 4)];
    private ulong[]? _nulls;
    private int _count;

    public override Type ElementType => typeof(T);
    public override int Count => _count;
    public T this[int row] => _values[row];
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _count);

    public override bool IsNull(int row) => _nulls is { } nulls && (nulls[row >> 6] & (1UL << row)) != 0;

    public override object? GetValue(int row) => IsNull(row) ? null : _values[row];

    public override void AppendValue(object? value)
    {
        if (value is null) AppendNull();
        else Append((T)value);
    }

    public void Append(T value)
    {
        if (_count == _values.Length) Grow();
        _values[_count++] = value;
    }

    public override void AppendNull()
    {
        if (_count == _values.Length) Grow();
        var nulls = _nulls ??= new ulong[Words(_values.Length)];
        nulls[_count >> 6] |= 1UL << _count;
        _values[_count++] = default!;
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

    private void Grow()
    {
        Array.Resize(ref _values, (int)BitOperations.RoundUpToPowerOf2((uint)_values.Length + 1));
        if (_nulls is not null) Array.Resize(ref _nulls, Words(_values.Length));
    }

    private static int Words(int rows) => (rows + 63) >> 6;
}
