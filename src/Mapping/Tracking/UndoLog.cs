namespace AkkaOrm.Tracking;

/// <summary>What the map knew of rows before a transaction touched them: a frame for the transaction, one more for each savepoint.</summary>
internal sealed class UndoLog
{
    private readonly List<Dictionary<EntityKey, TrackedRow?>> _frames = [];
    private bool _wrote;

    /// <summary>Rows touched from now on may be no longer true after a rollback.</summary>
    public bool IsRecording => _wrote && _frames.Count > 0;

    public int Mark()
    {
        _frames.Add([]);
        return _frames.Count - 1;
    }

    public void Wrote() => _wrote = _frames.Count > 0;

    public void Record(EntityKey key, TrackedRow? before)
    {
        if (IsRecording) _frames[^1].TryAdd(key, before);
    }

    /// <summary>What was known at the mark of every row touched since; the mark stays, except the first.</summary>
    public IReadOnlyDictionary<EntityKey, TrackedRow?> Rollback(int mark)
    {
        var known = new Dictionary<EntityKey, TrackedRow?>();
        for (var i = mark; i < _frames.Count; i++)
            foreach (var (key, row) in _frames[i]) known.TryAdd(key, row);
        if (mark < _frames.Count) _frames.RemoveRange(mark, _frames.Count - mark);
        if (mark > 0) _frames.Add([]);
        else _wrote = false;
        return known;
    }

    /// <summary>The mark and those after it are forgotten: what was touched belongs to the frame outside, or is final.</summary>
    public void Release(int mark)
    {
        for (var i = mark; i < _frames.Count && mark > 0; i++)
            foreach (var (key, row) in _frames[i]) _frames[mark - 1].TryAdd(key, row);
        if (mark < _frames.Count) _frames.RemoveRange(mark, _frames.Count - mark);
        if (mark == 0) _wrote = false;
    }
}
