using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Everything a unit has staged. What a change did to it can be undone until <see cref="Keep"/>.</summary>
internal sealed class UnitState
{
    private readonly JournaledMap<KeyRef, RowState> _rows;

    // Other names of rows: the keys that new rows bring along, the temporary keys of rows that take the place of a deleted one.
    private readonly JournaledMap<KeyRef, KeyRef> _names;
    private readonly JournaledMap<LinkName, StagedLink> _links;
    private readonly JournaledMap<KeyRef, ImmutableArray<Membership>> _awaited;
    private int _kept;

    public UnitState() => (_rows, _names, _links, _awaited) = (new(), new(), new(), new());

    private UnitState(UnitState other) => (_rows, _names, _links, _awaited, Next, _kept) = (other._rows.Copy(), other._names.Copy(), other._links.Copy(), other._awaited.Copy(), other.Next, other.Next);

    public bool IsEmpty => _rows.Count == 0 && _links.Count == 0;

    /// <summary>In no order.</summary>
    public Dictionary<KeyRef, RowState>.ValueCollection Rows => _rows.Values;

    /// <summary>In the order in which they were staged.</summary>
    public List<RowState> RowsInOrder
    {
        get
        {
            var rows = new List<RowState>(_rows.Count);
            var isOrdered = true;
            foreach (var row in _rows.Values)
            {
                isOrdered &= rows.Count == 0 || rows[^1].Order < row.Order;
                rows.Add(row);
            }
            if (!isOrdered) rows.Sort(static (a, b) => a.Order.CompareTo(b.Order));
            return rows;
        }
    }

    public Dictionary<LinkName, StagedLink>.ValueCollection Links => _links.Values;

    /// <summary>Collections that a new row was put into before it was staged itself, by the row.</summary>
    public IEnumerable<KeyValuePair<KeyRef, ImmutableArray<Membership>>> Awaited => _awaited.Pairs;

    /// <summary>The place of the next row; all that are staged have a lower one.</summary>
    public int Next { get; private set; }

    public RowState? Row(in KeyRef row) => _rows.TryGetValue(row, out var state) || _names.Count > 0 && _names.TryGetValue(row, out var name) && _rows.TryGetValue(name, out state) ? state : null;

    /// <summary>One name for a row that is staged under another.</summary>
    public KeyRef Name(in KeyRef row) => _names.Count == 0 ? row : _names.Get(row, row);

    public void Put(RowState row)
    {
        _rows.Set(row.Id, row);
        if (row is { IsNew: true, Key: { } key }) _names.Set(KeyRef.To(key), row.Id);
        else if (!row.IsNew && row.TemporaryKey != default) _names.Set(KeyRef.ToNew(row.Type, row.TemporaryKey), row.Id);
        Next = Math.Max(Next, row.Order + 1);
    }

    public void Drop(RowState row)
    {
        _rows.Remove(row.Id);
        if (row.Key is { } key) _names.Remove(KeyRef.To(key));
        if (_links.Count == 0) return;
        foreach (var link in _links.Keys.Where(l => l.From == row.Id || l.To == row.Id).ToList()) _links.Remove(link);
    }

    public bool TryGetLink(in LinkName name, out StagedLink link) => _links.TryGetValue(name, out link!);
    public void Put(in LinkName name, StagedLink link) => _links.Set(name, link);
    public void Drop(in LinkName name) => _links.Remove(name);

    public void Await(in KeyRef row, Membership membership) => _awaited.Set(row, _awaited.Get(row, []).Add(membership));

    /// <summary>The collections that were waiting for the row.</summary>
    public ImmutableArray<Membership> Arrived(in KeyRef row)
    {
        if (!_awaited.TryGetValue(row, out var waiting)) return [];
        _awaited.Remove(row);
        return waiting;
    }

    /// <summary>What was done is done.</summary>
    public void Keep()
    {
        _rows.Keep();
        _names.Keep();
        _links.Keep();
        _awaited.Keep();
        _kept = Next;
    }

    /// <summary>As it was when <see cref="Keep"/> was called last.</summary>
    public void Undo()
    {
        _rows.Undo();
        _names.Undo();
        _links.Undo();
        _awaited.Undo();
        Next = _kept;
    }

    public UnitState Copy() => new(this);

    internal readonly record struct Membership(Relation Relation, KeyRef Owner);
}

/// <summary>A link row from the side that its relation is named by: the same for both.</summary>
internal readonly record struct LinkName(Relation Relation, KeyRef From, KeyRef To)
{
    public static LinkName Of(Relation relation, KeyRef from, KeyRef to) =>
        relation.Inverse is { } other && Precedes(other, relation) ? new(other, to, from) : new(relation, from, to);

    private static bool Precedes(Relation left, Relation right) =>
        left.From.Ordinal < right.From.Ordinal || left.From == right.From && left.Ordinal < right.Ordinal;
}
