using System.Collections.Immutable;
using Akka.Actor;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using static AkkaOrm.Protocols.ConnectionProtocol;

namespace AkkaOrm.Connections;

/// <summary>Reads of several sessions under way together, and who of them still waits. Nobody's leaving disturbs the others.</summary>
internal sealed class SharedRun
{
    private readonly bool[] _isAnswered;

    public SharedRun(IReadOnlyList<WaitingPlace<WaitingRequest>> places)
    {
        var first = places[0].Requests[0];
        if (!first.IsOneStatement)
        {
            // More than one statement: it is one plan for all who asked for the same.
            Plan = first.Plan;
            Reads = [];
            Askers = [.. places[0].Requests];
        }
        else
        {
            var reads = ImmutableArray.CreateBuilder<MergedRead>(places.Count);
            foreach (var place in places) reads.Add(ReadMerger.Merge(place.Requests));
            Reads = reads.MoveToImmutable();
            if (Reads.Length == 1) Askers = Reads[0].Askers;
            else
            {
                var askers = ImmutableArray.CreateBuilder<WaitingRequest>();
                foreach (var read in Reads) askers.AddRange(read.Askers);
                Askers = askers.DrainToImmutable();
            }
        }
        _isAnswered = new bool[Askers.Length];
        Waiting = Askers.Length;
    }

    /// <summary>What is run for all of them, when it is not <see cref="Reads"/>.</summary>
    public Plan? Plan { get; }

    public ImmutableArray<MergedRead> Reads { get; }

    /// <summary>Everyone, in the order of <see cref="Reads"/> and of the askers of each.</summary>
    public ImmutableArray<WaitingRequest> Askers { get; }

    public PlanProgress Progress { get; } = new();

    /// <summary>How many have not been answered yet.</summary>
    public int Waiting { get; private set; }

    public string LastSql => Plan is { } plan ? plan.Steps[^1].Statement.Sql : Reads[^1].Statement.Statement.Sql;

    /// <summary>The earliest deadline of those who wait.</summary>
    public long Deadline
    {
        get
        {
            var earliest = long.MaxValue;
            for (var i = 0; i < _isAnswered.Length; i++)
            {
                if (!_isAnswered[i]) earliest = Math.Min(earliest, Askers[i].Context.Deadline);
            }
            return earliest;
        }
    }

    public IEnumerable<WaitingRequest> Unanswered
    {
        get
        {
            for (var i = 0; i < _isAnswered.Length; i++)
            {
                if (!_isAnswered[i]) yield return Askers[i];
            }
        }
    }

    /// <summary>Those who have an answer get it; the others are to be sent again.</summary>
    public List<WaitingRequest> Answer(SharedOutcome outcome)
    {
        var again = new List<WaitingRequest>();
        for (var i = 0; i < _isAnswered.Length; i++)
        {
            if (_isAnswered[i]) continue;
            var asker = Askers[i];
            if (outcome.ResultOf(i) is { } result) Tell(i, new Done(asker.Request, result));
            else if (outcome.FailureOf(i) is { } failure && (!failure.Fault!.IsConnectionLost || asker.Context.Deadline <= DueTimer.Now)) Tell(i, new Faulted(asker.Request, failure.Fault, failure.Step, failure.Phase));
            // Of those who were left open one is guilty: together they would only do the same again.
            else again.Add(outcome.IsConnectionLost ? asker : asker with { IsShared = false, IsOneStatement = false });
        }
        return again;
    }

    /// <summary>One gives up.</summary>
    /// <param name="answer">What it hears; null when it is gone.</param>
    public void Leave(IActorRef session, long? request, object? answer)
    {
        for (var i = 0; i < _isAnswered.Length; i++)
        {
            if (_isAnswered[i] || request is { } one && Askers[i].Request != one || !Askers[i].Session.Equals(session)) continue;
            if (answer is not null) Tell(i, answer);
            else Answered(i);
        }
    }

    /// <summary>Those whose deadline has passed hear so.</summary>
    public void TellLate(long now)
    {
        for (var i = 0; i < _isAnswered.Length; i++)
        {
            var asker = Askers[i];
            if (_isAnswered[i] || asker.Context.Deadline > now) continue;
            var error = new DeadlineExceededException($"the answer was not there within the {asker.Context.Deadline - asker.Context.Asked} ms that the request was given.");
            Tell(i, new Faulted(asker.Request, new ServerFault(null, "ERROR", error.Problem, -1) { IsCancelled = true, Error = error }, -1, PlanPhase.Sent));
        }
    }

    /// <summary>What is left of it when nobody waits any more: a plan to be stopped, of which nobody hears.</summary>
    public RunningPlan Abandoned() => new(Askers[0].Request, Askers[0].Plan!, Askers[0].Context with { Deadline = long.MaxValue }, Askers[0].Session, Progress) { IsMuted = true };

    private void Tell(int asker, object answer)
    {
        Answered(asker);
        Askers[asker].Session.Tell(answer);
    }

    private void Answered(int asker)
    {
        _isAnswered[asker] = true;
        Waiting--;
    }
}
