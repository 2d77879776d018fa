using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tests.Models;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>A session's unit of work without a session: rows are "read" from values, and a commit is answered as a server would.</summary>
internal sealed class Desk
{
    private readonly Model _model;
    private readonly EntityMaterializer _maker = new();
    private int _staged;
    private uint _version = 100;
    private int _identity = 1000;

    public Desk(Model? model = null, int maxTracked = 1000)
    {
        _model = model ?? Shop.Model;
        Map = new(maxTracked);
        Unit = new(_model, Map);
        Changes = _model.Changes;
    }

    public IdentityMap Map { get; }
    public UnitOfWork Unit { get; }
    public Changes Changes { get; private set; }

    /// <summary>The INSERT, UPDATE and DELETE rows of the unit, for people: <c>insert Traveler name=Ann destination_id=…</c>.</summary>
    public IReadOnlyList<string> Writes => [.. Unit.ToWrite() is var unit ? unit.Rows.Select(Describe).Concat(unit.Links.Select(Describe)) : []];

    /// <summary>The row is in the database as the value has it, and was read.</summary>
    public T Read<T>(T entity, params (string Property, object? Value)[] others) where T : class
    {
        var type = _model.Entity(typeof(T));
        var values = type.Properties.Select(p => others.FirstOrDefault(o => o.Property == p.Name) is { Property: not null } other ? other.Value
            : p == type.Version ? _version++ : p.IsShadow || !p.IsPresent(entity) ? null : p.Read(entity)).ToArray();
        var row = EntityRow.Of(type, [values], (_, ordinal) => !type.Properties[ordinal].IsDeferred || type.Properties[ordinal].IsPresent(entity))[0];
        return (T)_maker.Make(type, Map.Seen(KeyValues.Of(type, row)!.Value, row));
    }

    /// <summary>A whole collection was read with its owner.</summary>
    public T Load<T>(T owner, string relation, params object[] items) where T : class
    {
        var (type, copy) = (_model.Entity(typeof(T)), _model.Entity(typeof(T)).Copy(owner));
        RelationMembers.SetToMany(copy, type.Relation(relation)!, items, false);
        Map.SetMembers(KeyValues.Of(type, owner)!.Value, type.Relation(relation)!, [.. items.Select(i => KeyValues.Of(_model.Entity(i.GetType()), i)!.Value)]);
        return (T)copy;
    }

    public T LoadOne<T>(T owner, string relation, object? target) where T : class
    {
        var copy = _model.Entity(typeof(T)).Copy(owner);
        RelationMembers.SetToOne(copy, _model.Entity(typeof(T)).Relation(relation)!, target);
        return (T)copy;
    }

    public T? Find<T>(object key) where T : class => Map.Find(Key<T>(key)) is { } row ? (T)_maker.Make(_model.Entity(typeof(T)), row) : null;

    public EntityKey Key<T>(object key) => KeyValues.FromUser(_model.Entity(typeof(T)), key);

    public void Stage(Func<Changes, Changes> change)
    {
        var changes = change(Changes);
        Unit.Stage([.. changes.All.Skip(_staged)]);
        (Changes, _staged) = (changes, changes.Count);
    }

    public T Update<T>(T before, Func<T, T> change) where T : class
    {
        var given = Changes.Before(before);
        var after = change(before);
        Stage(c => c.Update(given, after));
        return after;
    }

    public Added<T> Add<T>(T entity) where T : class
    {
        Added<T> added = null!;
        Stage(c => c.Add(entity, out added));
        return added;
    }

    /// <summary>Plans what is staged and answers it.</summary>
    public Written Commit()
    {
        var plan = FlushPlanner.Plan(_model, Unit.ToWrite(), PlanTransaction.Commit);
        var written = Unit.Accept(plan, Serve(plan), _maker);
        (Changes, _staged) = (_model.Changes, 0);
        return new(written);
    }

    public void Rollback()
    {
        Unit.Clear();
        (Changes, _staged) = (_model.Changes, 0);
    }

    private PlanResult Serve(FlushPlan plan)
    {
        var results = plan.Plan.Steps.Select(_ => new StepResult(RowPage.Empty, 0)).ToArray();
        var stored = new Dictionary<Guid, object?[]>();
        foreach (var step in plan.Steps.Where(s => s.Kind is FlushStepKind.Insert or FlushStepKind.Update))
        {
            var type = step.Rows[0].Type;
            var columns = type.Properties.Where(p => !p.IsDeferred).Select(p => p.Mapping.Store.CreateColumn(step.Rows.Length)).ToImmutableArray();
            foreach (var row in step.Rows)
            {
                var values = Store(row, stored);
                foreach (var property in type.Properties.Where(p => !p.IsDeferred)) columns[step.Returned[property.Ordinal]].AppendValue(values[property.Ordinal]);
            }
            results[step.PlanStep] = new(new RowPage(columns, step.Rows.Length), step.Rows.Length);
        }
        return new([.. results]);
    }

    private object?[] Store(StagedRow row, Dictionary<Guid, object?[]> stored)
    {
        var values = stored.TryGetValue(row.TemporaryKey, out var before) ? before : row.Values.ToArray();
        foreach (var ordinal in row.Writes) values[ordinal] = row.Values[ordinal];
        foreach (var pending in row.PendingKeys) values[pending.Property.Ordinal] = stored[pending.Target][pending.TargetProperty.Ordinal];
        foreach (var property in row.Type.Properties)
        {
            if (property == row.Type.Version) values[property.Ordinal] = property.IsSystem ? _version++ : (int)(values[property.Ordinal] ?? 0) + 1;
            else if (row.Action == RowAction.Insert && property.IsGenerated && !row.Writes.Contains(property.Ordinal)) values[property.Ordinal] = property.Source == ValueSource.Identity ? _identity++ : Created;
        }
        if (row.TemporaryKey != default) stored[row.TemporaryKey] = values;
        return values;
    }

    /// <summary>What the server gives for <c>now()</c>.</summary>
    public static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static string Describe(StagedRow row)
    {
        string[] cells = row.Action == RowAction.Delete ? [] : [.. row.Writes.Select(ordinal => $"{row.Type.Properties[ordinal].Column}={Value(row, row.Type.Properties[ordinal])}")];
        var name = row.Action == RowAction.Insert ? row.Type.Name : $"{row.Key}";
        return string.Join(' ', [row.Action.ToString().ToLowerInvariant(), name, .. cells]);
    }

    private static object Value(StagedRow row, Property property) =>
        row.PendingKeys.FirstOrDefault(p => p.Property == property) is { } pending ? $"key of new {property.Column}" + (pending.Target == default ? "?" : "") : row.Values[property.Ordinal] ?? "null";

    private static string Describe(StagedLink link) => $"{(link.IsAdded ? "link" : "unlink")} {link.Relation} {link.From} {link.To}";
}

internal sealed record Written(ImmutableArray<WrittenRow> Rows)
{
    public T Of<T>(Added<T> added) where T : class => (T)Rows.Single(r => r.TemporaryKey == added.TemporaryKey).Entity!;
    public T Of<T>(object key) where T : class => (T)Rows.Single(r => r.Entity is T && r.Key.ForUser.Equals(key)).Entity!;
}
