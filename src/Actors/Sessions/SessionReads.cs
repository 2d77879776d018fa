using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Models;
using AkkaOrm.Queries;
using AkkaOrm.Tracking;

namespace AkkaOrm.Sessions;

/// <summary>The commands that read.</summary>
internal sealed class SessionReads(ISessionLine line, SessionState state)
{
    public void Find(SessionProtocol.IFind find)
    {
        var type = state.Model.Entity(find.Entity);
        var key = KeyValues.FromUser(type, find.Key);
        if (state.Map.IsDeleted(key)) line.Answer(find.Answer(null));
        else if (state.Known(key) is { } row) line.Answer(find.Answer(EntityMaterializer.Instance.Make(type, row)));
        else Read(find, ReadPlanner.Find(state.Model, key));
    }

    private void Read(SessionProtocol.IFind find, PreparedRead read) =>
        Send(false, read.Plan, result => line.Answer(find.Answer(Only(read, result))));

    public void Fetch(SessionProtocol.Fetch fetch)
    {
        var read = ReadPlanner.Fetch(state.Model, fetch.Query);
        ResultReader.Prepare(read);
        Send(fetch.Query.Locks, read.Plan, result => line.Answer(FetchReplies.For(read, result, state.Map, fetch.Tag)));
    }

    /// <summary>Relations that are loaded already, whole and without a shape of their own, are not asked for again.</summary>
    public void Load(SessionProtocol.ILoad load)
    {
        var type = state.Model.Entity(load.Entity);
        var missing = load.Entities.Where(entity => !LoadedRelations.All(type, load.Includes, entity)).ToList();
        if (missing.Count == 0)
        {
            line.Answer(load.Answer(load.Entities));
            return;
        }
        Func<object, Property, object?> valueOf = ValueOf;
        var plan = ReadPlanner.Load(state.Model, load.Includes, missing, valueOf);
        Send(false, plan.Plan, result =>
        {
            var loaded = new Queue<object>(ResultReader.Attach(plan, result, missing, valueOf, state.Map));
            var waiting = new Queue<object>(missing);
            line.Answer(load.Answer([.. load.Entities.Select(entity =>
            {
                if (waiting.Count == 0 || !ReferenceEquals(waiting.Peek(), entity)) return entity;
                waiting.Dequeue();
                return loaded.Dequeue();
            })]));
        });
    }

    public void Refresh(SessionProtocol.IRefresh refresh)
    {
        var type = state.Model.Entity(refresh.Type);
        var key = KeyValues.Of(type, refresh.Entity) ?? throw new NotTrackedException($"a new {type.Name} has no row to read again.");
        var read = ReadPlanner.Find(state.Model, key);
        Send(false, read.Plan, result =>
        {
            if (Only(read, result) is { } entity)
            {
                if (state.Map.Find(key) is { } row) KeptRelations.TakeOver(type, refresh.Entity, entity, row);
                line.Answer(refresh.Answer(entity));
            }
            else
            {
                state.Map.Forget(key);
                line.Fail(new NoResultException($"{key} is not in the database any more."));
            }
        });
    }

    private object? Only(PreparedRead read, PlanResult result) => ResultReader.Read<object>(read, result, state.Map) is { Count: > 0 } rows ? rows[0] : null;

    // Locks end with the statement's transaction, and an isolation level belongs to one: both hold a connection.
    private void Send(bool locks, Plan plan, Action<PlanResult> then)
    {
        if (locks || state.Options.NeedsTransaction) SendHeld(plan, then);
        else line.Send(plan, then);
    }

    private void SendHeld(Plan plan, Action<PlanResult> then) => line.Hold(state.Options, () => line.Send(plan, then));

    private object? ValueOf(object entity, Property property)
    {
        if (!property.IsShadow) return property.Read(entity);
        var type = state.Model.Entity(entity.GetType());
        return KeyValues.Of(type, entity) is { } key && state.Map.Find(key) is { } row
            ? row.Value(property)
            : throw new NotTrackedException($"{type.Name}.{property.Name} is a column without a property, and this session has not read the row.")
            {
                Hint = $"1. read the {type.Name} in this session first  2. give {type.Name} a property for \"{property.Column}\"",
            };
    }
}
