using System.Collections.Immutable;
using AkkaOrm.Models;

namespace AkkaOrm.Tracking;

/// <summary>What a session knows of rows: by key the snapshot it was last read or written as, and the states it handed out before.</summary>
/// <param name="maxTracked">Untouched entries beyond this many leave, least recently used first; entries with staged changes stay.</param>
internal sealed class IdentityMap(int maxTracked)
{
    private readonly Dictionary<EntityKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Dictionary<Guid, EntityKey> _minted = [];
    private readonly PageKeeper _pages = new();
    private readonly UndoLog _undo = new();
    private long _unit;

    public int MaxTracked { get; } = maxTracked;
    public int Count => _entries.Count;

    /// <summary>What the session's unit of work has staged.</summary>
    public IStagedRows Staged { get; set; } = NothingStaged.Instance;

    /// <summary>A unit begins: what was known before is remembered, to compare changes with, but no longer taken for the row's present state.</summary>
    public void BeginUnit() => _unit++;

    /// <summary>The row was read or written in the present unit, or something is staged for it: it need not be read again.</summary>
    public bool IsCurrent(EntityKey key) => Staged.IsStaged(key) || _entries.TryGetValue(key, out var node) && node.Value.Unit == _unit;

    /// <summary>A row was read. It replaces the snapshot unless the row has staged changes.</summary>
    /// <returns>The row to show: the one given, or the staged state.</returns>
    public EntityRow Seen(EntityKey key, in EntityRow row)
    {
        if (Staged.IsStaged(key)) return Staged.Overlay(key) ?? row;
        Put(key, row);
        return row;
    }

    /// <summary>The state to show for a key: staged, else the snapshot; null when it is not tracked or a delete of it is staged.</summary>
    public EntityRow? Find(EntityKey key) => Staged.IsStaged(key) ? Staged.Overlay(key) : Tracked(key)?.Snapshot;

    /// <summary>A delete of it is staged.</summary>
    public bool IsDeleted(EntityKey key) => Staged.IsDeleted(key);

    /// <summary>What is known of a row as the database has it; null when it is not tracked.</summary>
    public TrackedRow? Tracked(EntityKey key)
    {
        if (!_entries.TryGetValue(key, out var node)) return null;
        Touch(node);
        return node.Value.Row;
    }

    /// <summary>A collection was read whole; for a to-one whose other side holds the foreign key, its one row or none.</summary>
    public void SetMembers(EntityKey owner, Relation relation, ImmutableArray<EntityKey> members) => Change(owner, row => row.WithMembers(relation, [.. members]));

    /// <summary>The row was written: keys, versions and snapshot move.</summary>
    public void Written(EntityKey key, in EntityRow row, Guid temporaryKey = default)
    {
        Wrote();
        Put(key, row, temporaryKey);
    }

    public void Change(EntityKey key, Func<TrackedRow, TrackedRow> change)
    {
        if (Tracked(key) is not { } row || change(row) is var changed && ReferenceEquals(row, changed)) return;
        _undo.Record(key, row);
        _entries[key].Value.Row = changed;
    }

    /// <summary>The key that a new row was given when it was written.</summary>
    public EntityKey? Minted(Guid temporaryKey) => _minted.TryGetValue(temporaryKey, out var key) ? key : null;

    /// <summary>Nothing is known of the row any more: it was deleted, or the user detached it.</summary>
    public void Forget(EntityKey key)
    {
        if (!_entries.TryGetValue(key, out var node)) return;
        _undo.Record(key, node.Value.Row);
        Remove(node);
    }

    public void Clear()
    {
        while (_byUse.First is { } node) Forget(node.Value.Key);
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
            if (!_entries.TryGetValue(key, out var node))
            {
                if (before is not null) Trim(Insert(key, before, default));
            }
            else if (before is null) Remove(node);
            else
            {
                var undone = node.Value.Row.Snapshot;
                node.Value.Row = before;
                _pages.Holds(before.Snapshot, key);
                LetGo(undone);
            }
        }
    }

    /// <summary>The savepoint was released, or for 0 the transaction committed.</summary>
    public void ReleaseTransaction(int mark) => _undo.Release(mark);

    private void Put(EntityKey key, in EntityRow row, Guid temporaryKey = default)
    {
        if (!_entries.TryGetValue(key, out var node))
        {
            _undo.Record(key, null);
            Trim(Insert(key, new(row), temporaryKey));
            return;
        }
        Touch(node);
        node.Value.Unit = _unit;
        var known = node.Value.Row;
        var isSame = IsSame(key.Type, known.Snapshot, row);
        // A read without deferred columns does not unlearn those of the same state.
        if (isSame && row.Columns.Count(c => c >= 0) < known.Snapshot.Columns.Count(c => c >= 0)) return;
        _undo.Record(key, known);
        node.Value.Row = known.With(row, isSame);
        _pages.Holds(row, key);
        LetGo(known.Snapshot);
    }

    /// <summary>The version tells, except inside a transaction that wrote: there xmin stays through any number of writes.</summary>
    private bool IsSame(EntityType type, in EntityRow known, in EntityRow read)
    {
        if (type.Version is { } version && known.Has(version) && read.Has(version))
        {
            if (!StoreValues.Same(known.Value(version), read.Value(version))) return false;
            if (!_undo.IsRecording) return true;
        }
        foreach (var property in type.Properties)
            if (known.Has(property) && read.Has(property) && !StoreValues.Same(known.Value(property), read.Value(property))) return false;
        return true;
    }

    private LinkedListNode<Entry> Insert(EntityKey key, TrackedRow row, Guid temporaryKey)
    {
        var node = _byUse.AddFirst(new Entry(key, row, temporaryKey) { Unit = _unit });
        _entries.Add(key, node);
        if (temporaryKey != default) _minted[temporaryKey] = key;
        _pages.Holds(row.Snapshot, key);
        return node;
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        var entry = node.Value;
        _byUse.Remove(node);
        _entries.Remove(entry.Key);
        if (entry.TemporaryKey != default) _minted.Remove(entry.TemporaryKey);
        LetGo(entry.Row.Snapshot);
    }

    private void Touch(LinkedListNode<Entry> node)
    {
        if (node.Previous is null) return;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
    }

    /// <param name="newest">It has just come, and stays.</param>
    private void Trim(LinkedListNode<Entry> newest)
    {
        for (var kept = 0; _entries.Count > MaxTracked && kept < _entries.Count && _byUse.Last is { } last;)
        {
            if (last != newest && !Staged.IsStaged(last.Value.Key))
            {
                Remove(last);
                continue;
            }
            kept++;
            Touch(last);
        }
    }

    private void LetGo(in EntityRow row)
    {
        var page = row.Page;
        var left = _pages.LetsGo(row).Distinct().Where(key => _entries.TryGetValue(key, out var node) && ReferenceEquals(node.Value.Row.Snapshot.Page, page)).ToArray();
        if (left.Length == 0) return;
        int[] rows = [.. left.Select(key => _entries[key].Value.Row.Snapshot.Row)];
        var smaller = page.Pick(rows);
        for (var i = 0; i < left.Length; i++)
        {
            var entry = _entries[left[i]].Value;
            entry.Row = entry.Row with { Snapshot = entry.Row.Snapshot with { Page = smaller, Row = i } };
            _pages.Holds(entry.Row.Snapshot, left[i]);
        }
    }

    private sealed class Entry(EntityKey key, TrackedRow row, Guid temporaryKey)
    {
        public EntityKey Key { get; } = key;
        public TrackedRow Row { get; set; } = row;

        /// <summary>The unit it was last read or written in.</summary>
        public long Unit { get; set; }
        public Guid TemporaryKey { get; } = temporaryKey;
    }

    private sealed class NothingStaged : IStagedRows
    {
        public static readonly NothingStaged Instance = new();
        public bool IsStaged(EntityKey key) => false;
        public bool IsDeleted(EntityKey key) => false;
        public EntityRow? Overlay(EntityKey key) => null;
    }
}
