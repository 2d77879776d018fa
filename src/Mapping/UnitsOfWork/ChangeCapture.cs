using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Relations;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Turns values into changes, on the thread of the caller, and walks from them to the values that are new.</summary>
/// <param name="known">New rows of the unit by the values that stand for them.</param>
internal sealed class ChangeCapture(Model model, KnownValues known)
{
    private readonly List<Change> _changes = [];
    private Queue<(object Entity, Guid TemporaryKey)>? _reached;

    // New values that a 'before' holds: not of this unit, and no news in the value after it either.
    private Dictionary<object, Guid>? _strangers;
    private EntityType? _latest;

    public IReadOnlyList<Change> Changes => _changes;
    public KnownValues Known { get; private set; } = known;

    /// <param name="set">The columns that are written though they hold a default.</param>
    /// <returns>The temporary key of the new row.</returns>
    public Guid Add(object entity, LambdaExpression? set = null)
    {
        var type = Entity(entity);
        var explicitly = set is null ? [] : SetMembers.Of(type, set);
        if (Known.TryGetValue(entity, out var temporaryKey))
        {
            // Given again: what it says now counts, as for any copy of a row that is known.
            _changes.Add(Judged(Capture(ChangeKind.Replace, type, entity, temporaryKey, explicitly)));
        }
        else
        {
            temporaryKey = Name(entity);
            _changes.Add(New(type, entity, temporaryKey, explicitly));
        }
        AddReached();
        return temporaryKey;
    }

    public Given Before(object entity)
    {
        var type = Entity(entity);
        var (values, absent) = ValueReader.Read(type, entity);
        var relations = Relations(type, entity, isBefore: true);
        return new(entity, type, values, absent, relations, _strangers);
    }

    public void Update(Given before, object after)
    {
        var type = Entity(after);
        if (type != before.Type) throw new StatementException($"a {before.Type.Name} was updated to a {type.Name}; a change is between two values of one entity.");
        _strangers = before.Strangers;
        var (values, absent) = ValueReader.Read(type, after);
        var change = new Change(ChangeKind.Update, type)
        {
            Values = values,
            Absent = absent,
            Relations = Relations(type, after, isBefore: false),
            Entity = after,
            Before = before.Values,
            BeforeAbsent = before.Absent,
            RelationsBefore = before.Relations,
        };
        _changes.Add(Named(change, before.Entity, after));
        foreach (var property in type.Key.Properties)
        {
            if (!property.IsShadow && !StoreValues.Same(before.Values[property.Ordinal], change.Values[property.Ordinal]))
                throw new StatementException($"{Row(before)} was given another key ({type.Name}.{property.Name}); a key stays: delete the row and add another.");
        }
        foreach (var property in type.Properties)
        {
            var value = change.Values[property.Ordinal];
            if (!StoreValues.Same(before.Values[property.Ordinal], value) && change.Has(property)) ValueReader.Judge(type, property, value, mayLack: false);
        }
        AddReached();
    }

    public void Replace(object copy)
    {
        _changes.Add(Judged(Named(Capture(ChangeKind.Replace, Entity(copy), copy, default, []), copy, copy)));
        AddReached();
    }

    public void Delete(object entity)
    {
        var type = Entity(entity);
        var (values, absent) = ValueReader.Read(type, entity);
        _changes.Add(Named(new(ChangeKind.Delete, type) { Values = values, Absent = absent, Entity = entity }, entity, entity));
    }

    private Change New(EntityType type, object entity, Guid temporaryKey, ImmutableArray<int> explicitly) =>
        Judged(Keyed(Capture(ChangeKind.Add, type, entity, temporaryKey, explicitly)));

    // A uuid that nobody else fills is made here, and its temporary key is one already.
    private static Change Keyed(Change change)
    {
        foreach (var property in change.Type.Key.Properties)
            if (property.IsClientUuid && StoreValues.Same(change.Values[property.Ordinal], property.Unset)) change = change with { Values = change.Values.SetItem(property.Ordinal, change.TemporaryKey) };
        return change;
    }

    private static Change Judged(Change change)
    {
        foreach (var property in change.Type.Properties)
        {
            if (!change.Has(property)) continue;
            var mayLack = property.IsGenerated && !change.ExplicitlySet.Contains(property.Ordinal) || property.IsForeignKey;
            ValueReader.Judge(change.Type, property, change.Values[property.Ordinal], mayLack);
        }
        return change;
    }

    // Most values of a call are of one class.
    private EntityType Entity(object entity)
    {
        if (_latest?.ClrType != entity.GetType()) _latest = model.Entity(entity.GetType());
        return _latest!;
    }

    private void AddReached()
    {
        while (_reached is { } reached && reached.TryDequeue(out var next)) _changes.Add(New(Entity(next.Entity), next.Entity, next.TemporaryKey, []) with { IsReached = true });
    }

    private Change Capture(ChangeKind kind, EntityType type, object entity, Guid temporaryKey, ImmutableArray<int> explicitly)
    {
        var (values, absent) = ValueReader.Read(type, entity);
        return new(kind, type)
        {
            Values = values,
            Absent = absent,
            Relations = Relations(type, entity, isBefore: false),
            Entity = entity,
            TemporaryKey = temporaryKey,
            ExplicitlySet = explicitly,
        };
    }

    // A change of a row that is new in this unit goes by its temporary key, and so does the value it leads to.
    private Change Named(Change change, object before, object after)
    {
        if (Known.TryGetValue(before, out var temporaryKey) || Known.TryGetValue(after, out temporaryKey))
        {
            Known = Known.With(after, temporaryKey);
            return change with { TemporaryKey = temporaryKey };
        }
        if (ValueReader.Key(change.Type, change.Before.IsDefault ? change.Values : change.Before) is not null) return change;
        throw new NotTrackedException($"a {change.Type.Name} without a key was given to {(change.Kind == ChangeKind.Delete ? "Delete" : "Update")}: it was neither loaded nor added in this unit.")
        {
            Hint = "1. give it to Add  2. after a commit take the stored value: t = committed.Of(added)  3. load it first: GetAsync(key)",
        };
    }

    private ImmutableArray<RelationValue> Relations(EntityType type, object entity, bool isBefore)
    {
        if (type.Relations.IsEmpty) return [];
        var values = ImmutableArray.CreateBuilder<RelationValue>(type.Relations.Length);
        foreach (var relation in type.Relations)
        {
            values.Add(relation.Member is null ? RelationValue.Unset.Instance : relation.Read(entity) switch
            {
                IToOneState one => One(relation, one, isBefore),
                IToManyState many => Many(relation, many, isBefore),
                _ => RelationValue.Unset.Instance,
            });
        }
        return values.MoveToImmutable();
    }

    private RelationValue One(Relation relation, IToOneState state, bool isBefore)
    {
        if (!state.IsSet) return RelationValue.Unset.Instance;
        if (state.Target is { } target)
        {
            var row = Refer(relation.To, target, isBefore);
            return new RelationValue.One(row) { Loaded = [new(row, target)] };
        }
        if (state.Key is { } key) return new RelationValue.One(state.TemporaryEntity is null ? KeyRef.To(KeyValues.FromUser(relation.To, key)) : KeyRef.ToNew(relation.To, (Guid)key));
        if (relation.IsRequired && relation.HoldsForeignKey) throw InvalidValueException.Of(relation.From.Name, relation.Name, "it is a required relation and was set to none");
        return RelationValue.None.Instance;
    }

    private RelationValue Many(Relation relation, IToManyState state, bool isBefore)
    {
        ImmutableArray<Related> loaded = default;
        if (state.Items is { } items)
        {
            if (items.Contains(null)) throw InvalidValueException.Of(relation.From.Name, relation.Name, "one of its items is null");
            loaded = [.. items.Select(item => new Related(Refer(relation.To, item, isBefore), item))];
            if (!state.IsPartial) return new RelationValue.Whole([.. loaded.Select(l => l.Row).Distinct()]) { Loaded = loaded };
        }
        if (loaded.IsDefault && state.Added.Count == 0 && state.Removed.Count == 0) return RelationValue.Unset.Instance;
        ImmutableArray<KeyRef> Refs(IReadOnlyList<object> entities) => [.. entities.Select(e => Refer(relation.To, e, isBefore)).Distinct()];
        return new RelationValue.Difference(Refs(state.Added), Refs(state.Removed)) { Loaded = loaded };
    }

    /// <summary>Which row a related value is; a new one is added along, unless it is part of what was before.</summary>
    private KeyRef Refer(EntityType to, object entity, bool isBefore)
    {
        if (ValueReader.Key(Entity(entity), entity) is { } key) return KeyRef.To(key);
        if (Known.TryGetValue(entity, out var temporaryKey) || _strangers?.TryGetValue(entity, out temporaryKey) == true) return KeyRef.ToNew(to, temporaryKey);
        if (isBefore) (_strangers ??= new(ReferenceEqualityComparer.Instance)).Add(entity, temporaryKey = TemporaryKeys.Next());
        else (_reached ??= new()).Enqueue((entity, temporaryKey = Name(entity)));
        return KeyRef.ToNew(to, temporaryKey);
    }

    private Guid Name(object entity)
    {
        var temporaryKey = TemporaryKeys.Next();
        Known = Known.With(entity, temporaryKey);
        return temporaryKey;
    }

    private static string Row(Given given) => ValueReader.Key(given.Type, given.Values) is { } key ? key.ToString() : $"a new {given.Type.Name}";

    /// <summary>A value as it was before a change.</summary>
    /// <param name="Strangers">The new values that it holds.</param>
    internal sealed record Given(
        object Entity, EntityType Type, ImmutableArray<object?> Values, ImmutableArray<int> Absent, ImmutableArray<RelationValue> Relations, Dictionary<object, Guid>? Strangers);
}
