using System.Collections.Immutable;
using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>What is known of rows, by place, in the order of their use: values side by side, so that a row costs no objects of its own.</summary>
internal sealed class RowSlots
{
    private const int ChunkBits = 10;
    private const int None = -1;

    private const int ChunkSize = 1 << ChunkBits;

    private Slot[][] _chunks = [[]];

    /// <summary>The place used last, and the one not used for the longest time; -1 when there is none.</summary>
    public int First { get; private set; } = None;
    public int Last { get; private set; } = None;

    public FreePlaces Free { get; } = new();
    public int Count => Free.Count;

    /// <summary>A place taken from <see cref="Free"/>.</summary>
    /// <remarks>The reference holds until the next place is asked for that was never asked for before.</remarks>
    public ref Slot this[int place]
    {
        get
        {
            var (chunk, within) = (place >> ChunkBits, place & (ChunkSize - 1));
            if (chunk >= _chunks.Length || within >= _chunks[chunk].Length) Grow(chunk, within);
            return ref _chunks[chunk][within];
        }
    }

    public void AddFirst(int place)
    {
        ref var slot = ref this[place];
        (slot.Newer, slot.Older) = (None, First);
        if (First == None) Last = place;
        else this[First].Newer = place;
        First = place;
    }

    public void Touch(int place)
    {
        if (place == First) return;
        Unlink(place);
        AddFirst(place);
    }

    public void Remove(int place)
    {
        Unlink(place);
        this[place] = default;
        Free.GiveBack(place);
    }

    // A session of a few rows takes room for a few; later chunks come whole.
    private void Grow(int chunk, int within)
    {
        if (chunk == 0)
        {
            Array.Resize(ref _chunks[0], Math.Clamp(within * 2, 4, ChunkSize));
            return;
        }
        if (_chunks[0].Length < ChunkSize) Array.Resize(ref _chunks[0], ChunkSize);
        var known = _chunks.Length;
        Array.Resize(ref _chunks, chunk + 1);
        for (var i = known; i <= chunk; i++) _chunks[i] = new Slot[ChunkSize];
    }

    private void Unlink(int place)
    {
        ref var slot = ref this[place];
        if (slot.Newer == None) First = slot.Older;
        else this[slot.Newer].Older = slot.Older;
        if (slot.Older == None) Last = slot.Newer;
        else this[slot.Older].Newer = slot.Newer;
    }

    /// <summary>One row: its snapshot, and what else there is only of a few.</summary>
    internal struct Slot
    {
        public KeyIndex? Index;
        public RowPage? Page;
        public ImmutableArray<int> Columns;
        public int Row;

        /// <summary>Null while there is nothing but the snapshot.</summary>
        public TrackedRow? Tracked;
        public int Newer;
        public int Older;

        /// <summary>The unit it was last read or written in.</summary>
        public int Unit;

        /// <summary>The result it was last read in, and where its value stands in that.</summary>
        public int Result;
        public int Made;

        public readonly bool IsEmpty => Page is null;
        public readonly EntityRow Snapshot => new(Page!, Row, Columns);
        public readonly TrackedRow Known => Tracked ?? new TrackedRow(Snapshot);

        public void Show(in EntityRow row) => (Page, Row, Columns) = (row.Page, row.Row, row.Columns);

        public void Know(TrackedRow row)
        {
            Tracked = row;
            Show(row.Snapshot);
        }
    }
}
