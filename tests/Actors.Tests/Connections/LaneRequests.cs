using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Protocols;
using AkkaOrm.Queries;
using AkkaOrm.Rows;
using AkkaOrm.Sessions;
using AkkaOrm.Tracking;

namespace Actors.Tests.Connections;

/// <summary>Reads as sessions send them, and pages as a server answers them.</summary>
internal static class LaneRequests
{
    private static long _request;

    /// <summary>Keys of one part that only the server compares, and of two.</summary>
    public sealed record Word(string Text, int Rank);

    public sealed record Seat(int Row, string Letter)
    {
        public int Price { get; init; }
    }

    public static readonly Model Model = Model.Create(m => m.Entity<Guest>().Entity<Bag>().Entity<Word>(e => e.HasKey(w => w.Text)).Entity<Seat>(e => e.HasKey(s => new { s.Row, s.Letter })));

    public static Plan Find<T>(object key) => ReadPlanner.Find(Model, KeyValues.FromUser(Model.Entity(typeof(T)), key)).Plan;

    public static Plan Fetch(Query query) => ReadPlanner.Fetch(Model, query).Plan;

    public static WaitingRequest Waiting(Plan? plan, string? partition = null)
    {
        var isShared = plan is not null && WaitingRequest.MayShare(plan);
        return new WaitingRequest(ActorRefs.Nobody, ++_request, plan, new RequestContext(long.MaxValue, _request, "s", Partition: partition), 0, long.MaxValue)
        {
            IsShared = isShared,
            IsOneStatement = isShared && WaitingRequest.IsOne(plan!),
        };
    }

    /// <summary>Rows of guests as the statement's columns want them; the columns that are not given are 0 or empty.</summary>
    public static RowPage Page(CompiledStatement statement, params (int Column, object Value)[][] rows)
    {
        var columns = statement.Columns.Select(type => type.CreateColumn(rows.Length)).ToList();
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var given = row.FirstOrDefault(cell => cell.Column == i);
                if (given.Value is { } value) columns[i].AppendValue(value);
                else columns[i].AppendNull();
            }
        }
        return new RowPage([.. columns], rows.Length);
    }
}
