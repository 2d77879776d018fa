using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;
using AkkaOrm.Types;
using AkkaOrm.UnitsOfWork;
using Index = AkkaOrm.Models.Index;

namespace AkkaOrm.Tests.UnitsOfWork;

/// <summary>Entity types put together by hand, so that the flush is tested apart from how models are made.</summary>
internal sealed class FlushModel
{
    private readonly List<EntityType> _types = [];

    public IReadOnlyList<EntityType> Types => _types;

    /// <summary>An entity with an identity key <c>id</c>, the columns given, and a version as named: "xmin", a column, or none.</summary>
    public EntityType Add(string name, string version, params (string Name, StoreType Store, bool IsNullable)[] columns) =>
        Add(name, version, [("id", StoreTypes.Integer)], ValueSource.Identity, columns);

    public EntityType Add(string name, string version, (string Name, StoreType Store)[] key, ValueSource source, params (string Name, StoreType Store, bool IsNullable)[] columns)
    {
        var type = new EntityType { Ordinal = _types.Count, Name = name, ClrType = typeof(Row), Table = name.ToLowerInvariant() };
        var all = key.Select(k => Column(k.Name, k.Store, isKey: true, source: source)).Concat(columns.Select(c => Column(c.Name, c.Store, c.IsNullable)));
        if (version == "xmin") all = all.Append(Column("xmin", StoreTypes.Xid, isSystem: true));
        type.Properties = [.. all.Select((make, i) => make(i))];
        type.Key = new([.. type.Properties.Where(p => p.IsKey)]);
        type.VersionKind = version switch { "xmin" => VersionKind.Xmin, "" => VersionKind.None, _ => VersionKind.Column };
        type.Version = version == "" ? null : type.Property(version);
        _types.Add(type);
        return type;
    }

    /// <summary>A foreign key to the key of another entity, held by <paramref name="from"/>.</summary>
    public static Relation Refer(EntityType from, EntityType to, params string[] columns)
    {
        var relation = new Relation
        {
            Ordinal = from.Relations.Length,
            Name = "To" + to.Name,
            Kind = RelationKind.ToOne,
            From = from,
            To = to,
            Info = new(from.Name, "To" + to.Name),
            FromKey = [.. columns.Select(c => from.Property(c)!)],
            ToKey = to.Key.Properties,
            HoldsForeignKey = true,
        };
        from.Relations = from.Relations.Add(relation);
        return relation;
    }

    public static Relation Link(EntityType from, EntityType to, string table, string fromColumn, string toColumn)
    {
        var relation = new Relation
        {
            Ordinal = from.Relations.Length,
            Name = to.Name + "s",
            Kind = RelationKind.ManyToMany,
            From = from,
            To = to,
            Info = new(from.Name, to.Name + "s"),
            FromKey = from.Key.Properties,
            ToKey = to.Key.Properties,
            Link = new(table, null, [fromColumn], [toColumn]),
        };
        from.Relations = from.Relations.Add(relation);
        return relation;
    }

    public static void Unique(EntityType type, params string[] columns) =>
        type.Indexes = type.Indexes.Add(new Index($"{type.Table}_key", [.. columns.Select(c => type.Property(c)!)], true));

    public FlushPlan Plan(params object[] staged) => Plan(new StagedUnit([.. staged.OfType<StagedRow>()], [.. staged.OfType<StagedLink>()]));

    public FlushPlan Plan(StagedUnit unit) => FlushPlanner.Plan(TableRanks.Of(_types), unit, AkkaOrm.Compilation.PlanTransaction.Commit, "");

    private static Func<int, Property> Column(string name, StoreType store, bool isNullable = false, bool isKey = false, bool isSystem = false, ValueSource source = ValueSource.Client) =>
        ordinal => new Property
        {
            Ordinal = ordinal,
            Name = name,
            Column = name,
            Mapping = new(store.ClrType, store),
            IsNullable = isNullable,
            IsKey = isKey,
            IsSystem = isSystem,
            Source = source,
        };
}

/// <summary>Stands for every class of these tests.</summary>
internal sealed record Row;

/// <summary>Staged rows in a line each.</summary>
internal static class Staged
{
    /// <summary>A new row: columns written by name; a <see cref="StagedRow"/> as value is a reference to it.</summary>
    public static StagedRow Insert(this EntityType type, params (string Column, object? Value)[] values) => Row(RowAction.Insert, type, values) with { TemporaryKey = Guid.NewGuid() };

    public static StagedRow Update(this EntityType type, object key, object? version, params (string Column, object? Value)[] values) =>
        Row(RowAction.Update, type, values) with { Key = new(type, key), Version = version };

    /// <summary>With the values the row has, where any are given.</summary>
    public static StagedRow Delete(this EntityType type, object key, object? version, params (string Column, object? Value)[] values)
    {
        var row = Row(RowAction.Delete, type, values) with { Key = new(type, key), Version = version, Writes = [] };
        return values.Length == 0 ? row with { Values = [] } : row;
    }

    private static StagedRow Row(RowAction action, EntityType type, (string Column, object? Value)[] values)
    {
        var row = new object?[type.Properties.Length];
        var pending = ImmutableArray.CreateBuilder<PendingKey>();
        var writes = new List<int>();
        foreach (var (column, value) in values)
        {
            var property = type.Property(column)!;
            writes.Add(property.Ordinal);
            if (value is StagedRow target) pending.Add(new(property, target.TemporaryKey, target.Type.Key.Properties[0]));
            else row[property.Ordinal] = value;
        }
        return new(action, type) { Values = [.. row], Writes = [.. writes.Order()], PendingKeys = pending.ToImmutable() };
    }
}
