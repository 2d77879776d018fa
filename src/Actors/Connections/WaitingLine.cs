using System.Diagnostics.CodeAnalysis;

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
}

internal enum Joining { Joined, QueueFull, DeadlinePassed, Known }

/// <summary>Requests in the order of their start, each with an end of its patience. Pure: time is told, never asked.</summary>
/// <remarks>By start and not by arrival, so that work already under way goes before what is new. Source: Slick 4's
/// re-acquire; DBConnection's checks of a deadline before the grant.</remarks>
internal sealed class WaitingLine<T>(int cap) where T : class, IWaiting
{
    private readonly SortedDictionary<(long Asked, long Ticket), T> _order = [];
    private readonly SortedDictionary<(long WaitUntil, long Ticket), T> _patience = [];
    private readonly Dictionary<(object Owner, long Request), (long Ticket, T Waiting)> _known = [];
    private readonly Dictionary<object, List<long>> _ofOwner = [];
    private long _ticket;

    public int Count => _known.Count;

    public int Cap => cap;

    /// <summary>When the next one loses patience; null when nobody waits.</summary>
    public long? NextExpiry => _patience.Count == 0 ? null : _patience.Keys.First().WaitUntil;

    /// <param name="again">It was admitted before and comes back: the cap does not count for it.</param>
    public Joining Join(T waiting, long now, bool again = false)
    {
        if (waiting.WaitUntil <= now) return Joining.DeadlinePassed;
        if (_known.ContainsKey((waiting.Owner, waiting.Request))) return Joining.Known;
        if (!again && Count >= cap) return Joining.QueueFull;
        var ticket = ++_ticket;
        _known.Add((waiting.Owner, waiting.Request), (ticket, waiting));
        _order.Add((waiting.Asked, ticket), waiting);
        _patience.Add((waiting.WaitUntil, ticket), waiting);
        if (!_ofOwner.TryGetValue(waiting.Owner, out var requests)) _ofOwner.Add(waiting.Owner, requests = []);
        requests.Add(waiting.Request);
        return Joining.Joined;
    }

    /// <summary>Those whose patience is over leave. To be called before <see cref="TryNext"/>: nobody is served too late.</summary>
    public List<T> TakeExpired(long now)
    {
        var expired = new List<T>();
        while (NextExpiry <= now)
        {
            var waiting = _patience.First().Value;
            Remove(waiting);
            expired.Add(waiting);
        }
        return expired;
    }

    public bool TryNext([NotNullWhen(true)] out T? waiting)
    {
        waiting = _order.Count == 0 ? null : _order.First().Value;
        if (waiting is null) return false;
        Remove(waiting);
        return true;
    }

    /// <summary>One request leaves. False when it does not wait.</summary>
    public bool TryLeave(object owner, long request, [NotNullWhen(true)] out T? waiting)
    {
        waiting = _known.TryGetValue((owner, request), out var known) ? known.Waiting : null;
        if (waiting is null) return false;
        Remove(waiting);
        return true;
    }

    /// <summary>All of an owner's requests leave: it is gone.</summary>
    public List<T> LeaveAll(object owner)
    {
        var left = new List<T>();
        if (!_ofOwner.TryGetValue(owner, out var requests)) return left;
        foreach (var request in requests.ToArray())
        {
            if (TryLeave(owner, request, out var waiting)) left.Add(waiting);
        }
        return left;
    }

    /// <summary>Everyone leaves, in order.</summary>
    public List<T> LeaveAll()
    {
        var all = _order.Values.ToList();
        foreach (var waiting in all) Remove(waiting);
        return all;
    }

    public bool Has(object owner) => _ofOwner.ContainsKey(owner);

    private void Remove(T waiting)
    {
        _known.Remove((waiting.Owner, waiting.Request), out var known);
        _order.Remove((waiting.Asked, known.Ticket));
        _patience.Remove((waiting.WaitUntil, known.Ticket));
        var requests = _ofOwner[waiting.Owner];
        requests.Remove(waiting.Request);
        if (requests.Count == 0) _ofOwner.Remove(waiting.Owner);
    }
}
