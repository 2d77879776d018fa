using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Why a change is not taken, said once.</summary>
internal static class Refusals
{
    public static StaleEntityException NotFromPresent(RowState row, string member) => new(
        [Row(row)], $"{row}.{member} was changed from a value that is not its present one: the row was read, written or changed again since the value given was made.")
    {
        Hint = "1. change the present value: the one the last read, Update or commit gave  2. look at it again: RefreshAsync, or the whole unit by RetryAsync",
    };

    public static StaleEntityException OlderCopy(RowState row, string member) => new(
        [Row(row)], $"{row} was given as a copy of an older state: {member} is as it was before the row was last read or written, and would be written back.")
    {
        Hint = "1. go on with the value the last read or commit gave: t = committed.Of(t)  2. say what changed: Update(t, x => x with { … }) or Update(before, after)",
    };

    public static NotTrackedException NotTracked(EntityKey key, ChangeKind kind) => new(
        $"{key} was given to {(kind == ChangeKind.Delete ? "Delete" : "Update")}, but this session has not loaded it and it carries no version to compare: it would overwrite blindly.")
    {
        Hint = "1. load it in this session first: GetAsync(key)  2. let values carry their version: [Timestamp] public uint Version { get; init; }  3. at once and without comparing: ExecuteAsync($\"update …\")",
    };

    public static NotTrackedException NotOfThisUnit(Change change) => new(
        $"a new {change.Type.Name} was {(change.Kind == ChangeKind.Delete ? "deleted" : "updated")} that is not staged: its Add was undone, or belongs to another unit.")
    {
        Hint = "1. take the stored value: t = committed.Of(added)  2. give it to Add again",
    };

    public static NotTrackedException MemberNotTracked(Relation relation, KeyRef owner, KeyRef member) => new(
        $"{member} was put into or taken out of {relation.From.Name}.{relation.Name} of {owner}, but this session has neither loaded nor added it, and its foreign key is a column of its own.")
    {
        Hint = $"1. load it in this session first: GetAsync(key)  2. if it is new and brings its own key, give it to Add before  3. load {relation.Name} with its owner",
    };

    public static NotTrackedException CollectionNotTracked(Relation relation, KeyRef owner) => new(
        $"{relation.From.Name}.{relation.Name} of {owner} was given as a whole, but this session has not loaded it: what is not in it would be unknown.")
    {
        Hint = $"1. load it first: t = await session.LoadAsync(t, x => x.{relation.Name})  2. say the difference: x with {{ {relation.Name} = x.{relation.Name}.Add(…) }}",
    };

    public static InvalidValueException BothChanged(RowState row, Relation relation, Property property) => new(
        $"{relation.From.Name}.{relation.Name} and its foreign key {property.Name} were both changed, to different rows, in {row}.")
    {
        Entity = row.Type.Name,
        Property = property.Name,
        Hint = $"1. set {relation.Name} alone  2. set {property.Name} alone",
    };

    public static StatementException IsDeleted(RowState row) => new($"{row} is staged to be deleted and cannot be changed or related to in the same unit.");

    public static StatementException KeyTaken(EntityKey key) => new($"{key} is staged twice: two values with one key were given to one unit.")
    {
        Hint = "1. Add it once  2. change the row with Update",
    };

    public static StatementException KeyWouldChange(RowState row, Property property) => new(
        $"{row} would get another key, since {property.Name} is part of it; a key stays: delete the row and add another.");

    public static StatementException NotInUnit(EntityType type, string from) => new(
        $"{from} refers to a new {type.Name} that is not part of this unit: it was not added, its Add was undone, or it was added to another unit.")
    {
        Hint = "1. give it to Add in this unit  2. after a commit refer to the stored value: committed.Of(added)",
    };

    public static StatementException OrphanNeedsParent(RowState row, Relation relation) => new(
        $"{row} was taken out of {relation.From.Name}.{relation.Name}, but its foreign key {string.Join(", ", relation.ToKey)} may not be null.")
    {
        Hint = "1. put it into another collection in the same unit  2. Delete it  3. let the model delete what is taken out: DeleteOrphans()",
    };

    private static StaleRow Row(RowState row) => new(row.Type.ClrType, row.Key is { } key ? key.ForUser : row.TemporaryKey, Gone: false);
}
