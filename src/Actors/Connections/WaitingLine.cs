using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AkkaOrm.Connections;

/// <summary>What stands in a <see cref="WaitingLine{T}"/>. Owner and request number name it.</summary>
internal interface IWaiting
{
    object Owner { get; }
    long Request { get; }

    /// <summary>When the logical request started: the order of the line.</summary>
    long Asked { get; }

    /// <summary>From this time on it is not served any more.</summary>
    long WaitUntil { get; }

    /// <summary>A read that others may share; who shares with whom the line is told.</summary>
    bool IsShared { get; }
}

internal enum Joining { Joined, QueueFull, DeadlinePassed, Known }

/// <summary>Requests in the order of their start, each with an end of its patience; those that one statement answers stand together in one place. Pure: time is told, never asked.</summary>
/// <remarks>By start and not by arrival, so that work already under way goes before what is new. Source: Slick 4's
/// re-acquire; DBConnection's checks of a deadline before the grant. Joining and leaving cost the same however long the line is.</remarks>
/// <param name="cap">How many places there are at most.</param>
/// <param name="mostInPlace">How many requests stand together at most.</param>
/// <param name="together">Of requests that are shared: whether one statement answers both.</param>
internal sealed class WaitingLine<T>(int cap, int mostInPlace, IEqualityComparer<T> together) where T : class, IWaiting
{
    private readonly Dictionary<(object Owner, long Request), WaitingPlace<T>> _known = new(ByReference.Instance);
    private readonly Dictionary<T, WaitingPlace<T>> _open = new(together);
    private WaitingPlace<T>? _first, _last;

    // No earlier than any of them; found anew when it has come.
    private long _nextLook = long.MaxValue;

    /// <summary>Places: what is waited for, not who waits.</summary>
    public int Count { get; private set; }

    /// <summary>Everyone who waits.</summary>
    public int Requests => _known.Count;

    public int Cap => cap;

    public WaitingPlace<T>? First => _first;

    /// <summary>Until then nobody loses patience; null when nobody waits.</summary>
    public long? NextExpiry => Count == 0 ? null : _nextLook;

    /// <param name="again">It was admitted before and comes back: the cap does not count for it.</param>
    public Joining Join(T waiting, long now, bool again = false)
    {
        if (waiting.WaitUntil <= now) return Joining.DeadlinePassed;
        var open = waiting.IsShared ? _open.GetValueOrDefault(waiting) : null;
        if (open is null && !again && Count >= cap) return _known.ContainsKey((waiting.Owner, waiting.Request)) ? Joining.Known : Joining.QueueFull;
        if (!_known.TryAdd((waiting.Owner, waiting.Request), open!)) return Joining.Known;
        if (open is null)
        {
            open = new WaitingPlace<T>(waiting);
            _known[(waiting.Owner, waiting.Request)] = open;
            if (waiting.IsShared && mostInPlace > 1) _open.Add(waiting, open);
            Insert(open);
        }
        else
        {
            open.Add(waiting);
            if (waiting.Asked < open.Asked) MoveForward(open, waiting.Asked);
            if (open.Requests.Count == mostInPlace) _open.Remove(waiting);
        }
        _nextLook = Math.Min(_nextLook, waiting.WaitUntil);
        return Joining.Joined;
    }

    /// <summary>Those whose patience is over leave. To be called before <see cref="Take"/>: nobody is served too late.</summary>
    public IReadOnlyList<T> TakeExpired(long now)
    {
        if (now < _nextLook) return [];
        var (expired, next) = (new List<T>(), long.MaxValue);
        foreach (var waiting in All())
        {
            if (waiting.WaitUntil <= now) expired.Add(waiting);
            else next = Math.Min(next, waiting.WaitUntil);
        }
        _nextLook = next;
        foreach (var late in expired) TryLeave(late.Owner, late.Request, out _);
        return expired;
    }

    /// <summary>A place leaves with everyone in it, to be served; it is not touched by the line any more.</summary>
    public void Take(WaitingPlace<T> place)
    {
        foreach (var waiting in place.Requests) _known.Remove((waiting.Owner, waiting.Request));
        Remove(place);
    }

    /// <summary>One request leaves. False when it does not wait.</summary>
    public bool TryLeave(object owner, long request, [NotNullWhen(true)] out T? waiting)
    {
        waiting = null;
        if (!_known.Remove((owner, request), out var place)) return false;
        // Who stays may join others later: the place is known by its first.
        if (place.IsShared) Close(place);
        waiting = place.Leave(owner, request);
        if (place.Requests.Count == 0) Remove(place);
        else if (place.IsShared) _open.TryAdd(place.Requests[0], place);
        return true;
    }

    /// <summary>All of an owner's requests leave: it is gone.</summary>
    public List<T> LeaveAll(object owner)
    {
        var left = new List<T>();
        foreach (var waiting in All())
        {
            if (ReferenceEquals(waiting.Owner, owner) || waiting.Owner.Equals(owner)) left.Add(waiting);
        }
        foreach (var waiting in left) TryLeave(waiting.Owner, waiting.Request, out _);
        return left;
    }

    /// <summary>Everyone leaves, in order.</summary>
    public List<T> LeaveAll()
    {
        var all = All().ToList();
        while (_first is { } place) Take(place);
        return all;
    }

    public IEnumerable<T> All()
    {
        for (var place = _first; place is not null; place = place.Next)
        {
            foreach (var waiting in place.Requests) yield return waiting;
        }
    }

    // From the end: what comes now has nearly always begun last.
    private void Insert(WaitingPlace<T> place)
    {
        var before = _last;
        while (before is not null && before.Asked > place.Asked) before = before.Previous;
        var after = before is null ? _first : before.Next;
        (place.Previous, place.Next) = (before, after);
        if (before is null) _first = place;
        else before.Next = place;
        if (after is null) _last = place;
        else after.Previous = place;
        Count++;
    }

    private void MoveForward(WaitingPlace<T> place, long asked)
    {
        Unlink(place);
        place.Asked = asked;
        Insert(place);
    }

    private void Remove(WaitingPlace<T> place)
    {
        Unlink(place);
        if (place.IsShared) Close(place);
        if (Count == 0) _nextLook = long.MaxValue;
    }

    private void Close(WaitingPlace<T> place)
    {
        if (place.Requests.Count > 0 && _open.TryGetValue(place.Requests[0], out var open) && open == place) _open.Remove(place.Requests[0]);
    }

    private void Unlink(WaitingPlace<T> place)
    {
        if (place.Previous is { } before) before.Next = place.Next;
        else _first = place.Next;
        if (place.Next is { } after) after.Previous = place.Previous;
        else _last = place.Previous;
        (place.Previous, place.Next) = (null, null);
        Count--;
    }

    private sealed class ByReference : IEqualityComparer<(object Owner, long Request)>
    {
        public static readonly ByReference Instance = new();

        public bool Equals((object Owner, long Request) x, (object Owner, long Request) y) => x.Request == y.Request && ReferenceEquals(x.Owner, y.Owner);

        public int GetHashCode((object Owner, long Request) of) => HashCode.Combine(RuntimeHelpers.GetHashCode(of.Owner), of.Request);
    }
}

/// <summary>A place in the line: those who one statement answers, or one alone.</summary>
internal sealed class WaitingPlace<T> where T : class, IWaiting
{
    private readonly List<T> _requests;

    public WaitingPlace(T first)
    {
        _requests = new List<T>(first.IsShared ? 4 : 1) { first };
        (Asked, IsShared) = (first.Asked, first.IsShared);
    }

    public IReadOnlyList<T> Requests => _requests;

    /// <summary>When the first of them began.</summary>
    public long Asked { get; set; }

    public bool IsShared { get; }

    public WaitingPlace<T>? Next { get; set; }

    public WaitingPlace<T>? Previous { get; set; }

    public void Add(T waiting) => _requests.Add(waiting);

    public T Leave(object owner, long request)
    {
        var place = _requests.FindIndex(w => w.Request == request && ReferenceEquals(w.Owner, owner));
        var left = _requests[place];
        _requests.RemoveAt(place);
        return left;
    }
}
