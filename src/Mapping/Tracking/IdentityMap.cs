using System.Buffers;
using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Tracking;

/// <summary>What a session knows of rows: by key the snapshot it was last read or written as, and the states it handed out before.</summary>
/// <param name="maxTracked">Untouched entries beyond this many leave, least recently used first; entries with staged changes stay.</param>
internal sealed class IdentityMap(int maxTracked)
{
    private readonly Dictionary<EntityType, KeyIndex> _indexes = [];
    private readonly RowSlots _slots = new();
    private readonly PageKeeper _pages = new();
    private readonly UndoLog _undo = new();
    private readonly Dictionary<Guid, EntityKey> _minted = [];
    private readonly Dictionary<int, Guid> _temporaryKeys = [];

    // Of rows whose snapshot does not tell.
    private readonly Dictionary<int, EntityKey> _keys = [];
    private int _unit;
    private int _results;

    public int MaxTracked { get; } = maxTracked;
    public int Count => _slots.Count;

    /// <summary>What the session's unit of work has staged.</summary>
    public IStagedRows Staged { get; set; } = NothingStaged.Instance;

    /// <summary>Rows read are shown as they were read, and nothing is to be undone: they may be taken in page by page.</summary>
    public bool TakesPages => Staged.IsEmpty && !_undo.IsRecording;

    /// <summary>A unit begins: what was known before is remembered, to compare changes with, but no longer taken for the row's present state.</summary>
    public void BeginUnit() => _unit++;

    /// <summary>The row was read or written in the present unit, or something is staged for it: it need not be read again.</summary>
    public bool IsCurrent(EntityKey key) => Staged.IsStaged(key) || Place(key) is >= 0 and var place && _slots[place].Unit == _unit;

    /// <summary>A row was read. It replaces the snapshot unless the row has staged changes.</summary>
    /// <returns>The row to show: the one given, or the staged state.</returns>
    public EntityRow Seen(EntityKey key, in EntityRow row)
    {
        if (!Staged.IsEmpty && Staged.IsStaged(key)) return Staged.Overlay(key) ?? row;
        Put(key, row);
        return row;
    }

    /// <summary>A number for the rows of one answer, by which rows that come twice in it are known.</summary>
    /// <param name="rows">How many it has.</param>
    public int BeginResult(EntityType type, int rows)
    {
        Index(type).Reserve(Math.Min(rows, MaxTracked));
        return ++_results;
    }

    /// <summary>Rows of a page were read: each replaces its snapshot. Only while <see cref="TakesPages"/>.</summary>
    /// <param name="firsts">Set for each row: the number of the row with the same key that came first in the result, often its own; -1 where the key is null.</param>
    /// <param name="number">The number of the page's first row within the result.</param>
    /// <param name="result">From <see cref="BeginResult"/>; a result has no more rows than <see cref="MaxTracked"/>.</param>
    public void Seen(EntityType type, RowPage page, ImmutableArray<int> columns, Span<int> firsts, int number, int result)
    {
        var index = Index(type);
        var places = Places(index, page, columns, firsts.Length);
        var added = 0;
        for (var row = 0; row < firsts.Length; row++)
        {
            var place = places[row];
            if (place < 0)
            {
                firsts[row] = -1;
                continue;
            }
            ref var slot = ref _slots[place];
            if (slot.Result == result && !slot.IsEmpty)
            {
                firsts[row] = slot.Made;
                continue;
            }
            added += Take(place, ref slot, index, page, row, columns);
            // Letting go of another page may have moved the slots.
            slot = ref _slots[place];
            (slot.Result, slot.Made) = (result, number + row);
            firsts[row] = number + row;
        }
        TookIn(page, index, columns, added, places);
    }

    /// <summary>As the other, where the caller has found out which rows come first.</summary>
    public void Seen(EntityType type, RowPage page, ImmutableArray<int> columns, ReadOnlySpan<int> firsts, int number)
    {
        var index = Index(type);
        var places = Places(index, page, columns, firsts.Length);
        var added = 0;
        for (var row = 0; row < firsts.Length; row++)
        {
            if (places[row] is not (>= 0 and var place)) continue;
            if (firsts[row] == number + row) added += Take(place, ref _slots[place], index, page, row, columns);
            else if (_slots[place].IsEmpty) GiveBack(index, page, columns, row);
        }
        TookIn(page, index, columns, added, places);
    }

    /// <summary>The state to show for a key: staged, else the snapshot; null when it is not tracked or a delete of it is staged.</summary>
    public EntityRow? Find(EntityKey key)
    {
        if (!Staged.IsEmpty && Staged.IsStaged(key)) return Staged.Overlay(key);
        if (Place(key) is not (>= 0 and var place)) return null;
        _slots.Touch(place);
        return _slots[place].Snapshot;
    }

    /// <summary>A delete of it is staged.</summary>
    public bool IsDeleted(EntityKey key) => Staged.IsDeleted(key);

    /// <summary>What is known of a row as the database has it; null when it is not tracked.</summary>
    public TrackedRow? Tracked(EntityKey key)
    {
        if (Place(key) is not (>= 0 and var place)) return null;
        _slots.Touch(place);
        return _slots[place].Known;
    }

    /// <summary>A collection was read whole; for a to-one whose other side holds the foreign key, its one row or none.</summary>
    public void SetMembers(EntityKey owner, Relation relation, ImmutableArray<EntityKey> members) => Change(owner, row => row.WithMembers(relation, [.. members]));

    /// <inheritdoc cref="SetMembers(EntityKey, Relation, ImmutableArray{EntityKey})"/>
    public void SetMembers(EntityKey owner, Relation relation, MemberKeys members) => Change(owner, row => row.WithMembers(relation, members));

    /// <summary>The row was written: keys, versions and snapshot move.</summary>
    public void Written(EntityKey key, in EntityRow row, Guid temporaryKey = default)
    {
        Wrote();
        Put(key, row, temporaryKey);
    }

    public void Change(EntityKey key, Func<TrackedRow, TrackedRow> change)
    {
        if (Place(key) is not (>= 0 and var place)) return;
        _slots.Touch(place);
        var row = _slots[place].Known;
        var changed = change(row);
        if (ReferenceEquals(row, changed)) return;
        _undo.Record(key, row);
        _slots[place].Know(changed);
    }

    /// <summary>The key that a new row was given when it was written.</summary>
    public EntityKey? Minted(Guid temporaryKey) => _minted.TryGetValue(temporaryKey, out var key) ? key : null;

    /// <summary>Nothing is known of the row any more: it was deleted, or the user detached it.</summary>
    public void Forget(EntityKey key)
    {
        if (Place(key) is not (>= 0 and var place)) return;
        if (_undo.IsRecording) _undo.Record(key, _slots[place].Known);
        Remove(place, key);
    }

    public void Clear()
    {
        while (_slots.First is >= 0 and var place) Forget(KeyOf(place));
    }

    /// <summary>A transaction or a savepoint begins.</summary>
    /// <returns>What <see cref="RollbackTransaction"/> and <see cref="ReleaseTransaction"/> take: 0 for the transaction itself.</returns>
    public int MarkTransaction() => _undo.Mark();

    /// <summary>The open transaction has written: what is read from now on may be its own doing.</summary>
    public void Wrote() => _undo.Wrote();

    /// <summary>What was read or written since the transaction's first write is known as it was at the mark, or not at all. A savepoint's mark stays; the transaction's ends.</summary>
    public void RollbackTransaction(int mark)
    {
        foreach (var (key, before) in _undo.Rollback(mark))
        {
            if (Place(key) is not (>= 0 and var place))
            {
                if (before is null) continue;
                Insert(key, before, default);
                Trim();
            }
            else if (before is null) Remove(place, key);
            else
            {
                ref var slot = ref _slots[place];
                var undone = slot.Page!;
                slot.Know(before);
                KeepKey(place, key);
                _pages.Holds(before.Snapshot.Page, slot.Index!, before.Snapshot.Columns);
                LetGo(undone);
            }
        }
    }

    /// <summary>The savepoint was released, or for 0 the transaction committed.</summary>
    public void ReleaseTransaction(int mark) => _undo.Release(mark);

    private KeyIndex Index(EntityType type)
    {
        if (!_indexes.TryGetValue(type, out var index)) _indexes.Add(type, index = KeyIndex.Of(type));
        return index;
    }

    private int Place(EntityKey key) => _indexes.TryGetValue(key.Type, out var index) ? index.Find(key.Value) : KeyIndex.None;

    private int[] Places(KeyIndex index, RowPage page, ImmutableArray<int> columns, int rows)
    {
        var places = ArrayPool<int>.Shared.Rent(rows);
        index.Places(page, columns, places.AsSpan(0, rows), _slots.Free);
        return places;
    }

    private void TookIn(RowPage page, KeyIndex index, ImmutableArray<int> columns, int rows, int[] places)
    {
        ArrayPool<int>.Shared.Return(places);
        _pages.Holds(page, index, columns, rows);
        Trim();
    }

    // The row came first on an earlier page and has left since: its key has a place again, and nothing stands there.
    private void GiveBack(KeyIndex index, RowPage page, ImmutableArray<int> columns, int row)
    {
        if (index.Find(page, columns, row) is not (>= 0 and var place)) return;
        index.Remove(KeyValues.Of(index.Type, new EntityRow(page, row, columns))!.Value.Value);
        _slots.Free.GiveBack(place);
    }

    /// <returns>How many more rows of its page are held: 1 when the row has become the snapshot.</returns>
    private int Take(int place, ref RowSlots.Slot slot, KeyIndex index, RowPage page, int row, ImmutableArray<int> columns)
    {
        if (!slot.IsEmpty) return Replace(place, new EntityRow(page, row, columns)) ? 1 : 0;
        (slot.Index, slot.Page, slot.Row, slot.Columns, slot.Unit) = (index, page, row, columns, _unit);
        _slots.AddFirst(place);
        return 1;
    }

    private void Put(EntityKey key, in EntityRow row, Guid temporaryKey = default)
    {
        if (Place(key) is >= 0 and var place)
        {
            if (_undo.IsRecording) _undo.Record(key, _slots[place].Known);
            if (!Replace(place, row)) return;
            KeepKey(place, key);
            _pages.Holds(row.Page, _slots[place].Index!, row.Columns);
            return;
        }
        _undo.Record(key, null);
        Insert(key, new(row), temporaryKey);
        Trim();
    }

    /// <summary>A newer state of a row that is known.</summary>
    /// <returns>Whether it has become the snapshot.</returns>
    private bool Replace(int place, in EntityRow row)
    {
        _slots.Touch(place);
        ref var slot = ref _slots[place];
        slot.Unit = _unit;
        var known = slot.Snapshot;
        var isSame = IsSame(slot.Index!.Type, known, row);
        // A read without deferred columns does not unlearn those of the same state.
        if (isSame && row.Columns != known.Columns && row.Columns.Count(c => c >= 0) < known.Columns.Count(c => c >= 0)) return false;
        if (isSame && slot.Tracked is null) slot.Show(row);
        else slot.Know(slot.Known.With(slot.Index!.Type, row, isSame));
        LetGo(known.Page);
        return true;
    }

    /// <summary>The version tells, except inside a transaction that wrote: there xmin stays through any number of writes.</summary>
    private bool IsSame(EntityType type, in EntityRow known, in EntityRow read)
    {
        if (type.Version is { } version && known.Has(version) && read.Has(version))
        {
            if (!known.IsSame(version, read)) return false;
            if (!_undo.IsRecording) return true;
        }
        foreach (var property in type.Properties)
            if (known.Has(property) && read.Has(property) && !known.IsSame(property, read)) return false;
        return true;
    }

    private void Insert(EntityKey key, TrackedRow row, Guid temporaryKey)
    {
        var index = Index(key.Type);
        var place = _slots.Free.Take();
        index.Add(key.Value, place);
        ref var slot = ref _slots[place];
        (slot.Index, slot.Unit) = (index, _unit);
        slot.Know(row);
        _slots.AddFirst(place);
        KeepKey(place, key);
        if (temporaryKey != default)
        {
            _minted[temporaryKey] = key;
            _temporaryKeys[place] = temporaryKey;
        }
        _pages.Holds(row.Snapshot.Page, index, row.Snapshot.Columns);
    }

    private void Remove(int place, EntityKey key)
    {
        ref var slot = ref _slots[place];
        var page = slot.Page!;
        slot.Index!.Remove(key.Value);
        _slots.Remove(place);
        _keys.Remove(place);
        if (_temporaryKeys.Remove(place, out var temporaryKey)) _minted.Remove(temporaryKey);
        LetGo(page);
    }

    private EntityKey KeyOf(int place) =>
        _keys.TryGetValue(place, out var key) ? key : KeyValues.Of(_slots[place].Index!.Type, _slots[place].Snapshot) ?? throw new InvalidOperationException("a row is known and its key is not");

    private void KeepKey(int place, EntityKey key)
    {
        foreach (var property in key.Type.Key.Properties)
        {
            if (_slots[place].Columns[property.Ordinal] >= 0) continue;
            _keys[place] = key;
            return;
        }
        _keys.Remove(place);
    }

    // What came last stays, whatever else is full of staged changes.
    private void Trim()
    {
        var newest = _slots.First;
        for (var kept = 0; Count > MaxTracked && kept < Count && _slots.Last is >= 0 and var last;)
        {
            var key = KeyOf(last);
            if (last != newest && (Staged.IsEmpty || !Staged.IsStaged(key)))
            {
                Remove(last, key);
                continue;
            }
            kept++;
            _slots.Touch(last);
        }
    }

    private void LetGo(RowPage page)
    {
        var held = _pages.LetsGo(page);
        if (held.IsEmpty) return;
        var found = new HashSet<int>();
        foreach (var (index, columns) in held)
        {
            for (var row = 0; row < page.RowCount; row++)
            {
                if (index.Find(page, columns, row) is >= 0 and var place && _slots[place].Page == page && _slots[place].Row == row) found.Add(place);
            }
        }
        if (found.Count == 0) return;
        int[] places = [.. found];
        int[] rows = [.. places.Select(place => _slots[place].Row)];
        var smaller = page.Pick(rows);
        for (var i = 0; i < places.Length; i++)
        {
            ref var slot = ref _slots[places[i]];
            var row = slot.Snapshot with { Page = smaller, Row = i };
            if (slot.Tracked is { } tracked) slot.Know(tracked with { Snapshot = row });
            else slot.Show(row);
            _pages.Holds(smaller, slot.Index!, row.Columns);
        }
    }

    private sealed class NothingStaged : IStagedRows
    {
        public static readonly NothingStaged Instance = new();
        public bool IsEmpty => true;
        public bool IsStaged(EntityKey key) => false;
        public bool IsDeleted(EntityKey key) => false;
        public EntityRow? Overlay(EntityKey key) => null;
    }
}
