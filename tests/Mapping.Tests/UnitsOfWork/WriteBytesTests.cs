using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Models;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;
using Xunit;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>What a row to be written leaves on the heap, on its way from the user's line to a statement.</summary>
public sealed class WriteBytesTests
{
    private const int Rows = 200;

    private static readonly Model Model = Model.Create(m => m.Entity<Note>(e => e.HasNoVersion()));
    private static readonly EntityType Type = Model.Entity(typeof(Note));
    private static readonly Note[] Notes = [.. Enumerable.Range(1, Rows).Select(id => new Note { Id = id, Text = "text", Rank = id })];

    private sealed record Note
    {
        public int Id { get; init; }
        public required string Text { get; init; }
        public int Rank { get; init; }
    }

    [Fact]
    public void A_change_given_on_the_callers_thread() => Allocated.AtMost(741, PerRow(() => Given()));

    [Fact]
    public void A_change_found_among_rows_that_were_read()
    {
        var unit = Read();
        var changes = Given();
        Allocated.AtMost(1676, PerRow(() => Written(unit, changes)));
    }

    [Fact]
    public void A_copy_in_which_nothing_is_new()
    {
        var unit = Read();
        var changes = Notes.Aggregate(Model.Changes, (all, note) => all.Update(note with { }));
        Assert.True(Written(unit, changes).IsEmpty);
        Allocated.AtMost(1291, PerRow(() => Written(unit, changes)));
    }

    [Fact]
    public void A_row_in_the_plan_of_a_flush()
    {
        var inserts = Unit(note => new StagedRow(RowAction.Insert, Type) { TemporaryKey = Guid.CreateVersion7(), Values = Values(note), Writes = [1, 2] });
        var updates = Unit(note => new StagedRow(RowAction.Update, Type) { Key = new EntityKey(Type, note.Id), Values = Values(note), Writes = [2] });
        var deletes = Unit(note => new StagedRow(RowAction.Delete, Type) { Key = new EntityKey(Type, note.Id), Values = Values(note) });
        Allocated.AtMost(142, PerRow(() => FlushPlanner.Plan(Model, inserts, PlanTransaction.Commit)));
        Allocated.AtMost(441, PerRow(() => FlushPlanner.Plan(Model, updates, PlanTransaction.Commit)));
        Allocated.AtMost(309, PerRow(() => FlushPlanner.Plan(Model, deletes, PlanTransaction.Commit)));
    }

    private static Changes Given() => Notes.Aggregate(Model.Changes, (all, note) => all.Update(note, x => x with { Rank = x.Rank + 1 }));

    private static StagedUnit Written(UnitOfWork unit, Changes changes)
    {
        foreach (var operation in changes.Operations) unit.Stage(operation);
        var written = unit.ToWrite();
        unit.Clear();
        return written;
    }

    private static UnitOfWork Read()
    {
        var map = new IdentityMap(Rows);
        foreach (var row in EntityRow.Of(Type, [.. Notes.Select(n => Values(n))], (_, _) => true)) map.Seen(KeyValues.Of(Type, row)!.Value, row);
        return new(Model, map);
    }

    private static StagedUnit Unit(Func<Note, StagedRow> row) => new([.. Notes.Select(row)], []);

    private static ImmutableArray<object?> Values(Note note) => [.. Type.Properties.Select(p => p.Read(note))];

    private static long PerRow(Action operation) => Allocated.By(operation) / Rows;
}
