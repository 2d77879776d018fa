namespace AkkaOrm.Sessions;

/// <summary>Calls that wait for an answer, looked through once a second: a timer for each call would cost more than the call.</summary>
/// <remarks>Safe from any thread. Nothing is kept of a call that has ended.</remarks>
internal sealed class CallDeadlines
{
    /// <summary>How much later than its deadline a call may end.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Looks after itself, as long as the process lives.</summary>
    public static readonly CallDeadlines Shared = Watched();

    // Callers on different threads must not wait for each other.
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)).Select(_ => new Stripe())];
    private Timer? _timer;

    public int Count => _stripes.Sum(stripe => stripe.Count);

    public void Add(SessionCall call) => _stripes[Environment.CurrentManagedThreadId & (_stripes.Length - 1)].Add(call);

    /// <summary>Ends the calls whose deadline has come.</summary>
    /// <param name="now">On the clock of <see cref="Environment.TickCount64"/>.</param>
    public void Expire(long now)
    {
        foreach (var stripe in _stripes)
        {
            foreach (var call in stripe.Due(now)) call.Expire();
        }
    }

    private static CallDeadlines Watched()
    {
        var deadlines = new CallDeadlines();
        deadlines._timer = new Timer(static calls => ((CallDeadlines)calls!).Expire(Environment.TickCount64), deadlines, Look, Look);
        return deadlines;
    }

    /// <summary>Some of the calls, linked through themselves.</summary>
    internal sealed class Stripe
    {
        private readonly Lock _gate = new();
        private SessionCall? _first;

        public int Count { get; private set; }

        public void Add(SessionCall call)
        {
            call.Stripe = this;
            lock (_gate)
            {
                call.Next = _first;
                if (_first is not null) _first.Previous = call;
                _first = call;
                Count++;
            }
        }

        /// <summary>Once for each that was added.</summary>
        public void Remove(SessionCall call)
        {
            lock (_gate)
            {
                if (call.Previous is { } previous) previous.Next = call.Next;
                else _first = call.Next;
                if (call.Next is { } next) next.Previous = call.Previous;
                call.Next = call.Previous = null;
                Count--;
            }
        }

        public List<SessionCall> Due(long now)
        {
            var due = new List<SessionCall>();
            lock (_gate)
            {
                for (var call = _first; call is not null; call = call.Next)
                {
                    if (call.Deadline <= now) due.Add(call);
                }
            }
            return due;
        }
    }
}
