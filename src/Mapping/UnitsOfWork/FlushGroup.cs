using System.Collections.Immutable;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>What one statement will write: rows of one shape, or links of one relation.</summary>
internal sealed class FlushGroup(FlushStepKind kind, EntityType type, Relation? relation, ImmutableArray<int> columns, bool isVersioned, int level)
{
    public FlushStepKind Kind { get; } = kind;
    public EntityType Type { get; } = type;
    public Relation? Relation { get; } = relation;

    /// <summary>Ordinals written.</summary>
    public ImmutableArray<int> Columns { get; } = columns;
    public bool IsVersioned { get; } = isVersioned;
    public int Level { get; } = level;

    /// <summary>The rows, each with its number in the <see cref="RowGraph"/>; -1 for a row that is deleted.</summary>
    public List<(StagedRow Row, int Node)> Rows { get; } = [];
    public List<StagedLink> Links { get; } = [];

    /// <summary>An UPDATE of rows that this unit inserted.</summary>
    public bool IsRepair => Level == RowGraph.LevelOfRepairs;
}

/// <summary>Groups by shape, in the order in which shapes appear.</summary>
internal sealed class FlushGroups
{
    private readonly Dictionary<Shape, int> _byShape = [];
    private readonly List<FlushGroup> _groups = [];

    // Most rows look like the one before.
    private (Shape Shape, int Group) _latest = (default, -1);

    public IReadOnlyList<FlushGroup> All => _groups;

    public int Add(StagedRow row, int node, int level)
    {
        var kind = row.Action switch { RowAction.Insert => FlushStepKind.Insert, RowAction.Update => FlushStepKind.Update, _ => FlushStepKind.Delete };
        var isVersioned = kind != FlushStepKind.Insert && row.Version is not null;
        var group = Find(new(kind, row.Type, null, kind == FlushStepKind.Delete ? [] : row.Writes, isVersioned, level));
        _groups[group].Rows.Add((row, node));
        return group;
    }

    public int Add(StagedLink link)
    {
        var group = Find(new(link.IsAdded ? FlushStepKind.Link : FlushStepKind.Unlink, link.Relation.From, link.Relation, [], false, 0));
        _groups[group].Links.Add(link);
        return group;
    }

    private int Find(in Shape shape)
    {
        if (_latest.Group >= 0 && _latest.Shape.Equals(shape)) return _latest.Group;
        if (!_byShape.TryGetValue(shape, out var group))
        {
            _byShape.Add(shape, group = _groups.Count);
            _groups.Add(new(shape.Kind, shape.Type, shape.Relation, shape.Columns, shape.IsVersioned, shape.Level));
        }
        _latest = (shape, group);
        return group;
    }

    private readonly record struct Shape(FlushStepKind Kind, EntityType Type, Relation? Relation, ImmutableArray<int> Columns, bool IsVersioned, int Level)
    {
        public bool Equals(Shape other) =>
            Kind == other.Kind && Type == other.Type && Relation == other.Relation && Level == other.Level && IsVersioned == other.IsVersioned
            && (Columns == other.Columns || Columns.AsSpan().SequenceEqual(other.Columns.AsSpan()));

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Type);
            hash.Add(Relation);
            hash.Add(((int)Kind << 8) ^ Level ^ (IsVersioned ? 64 : 0));
            foreach (var column in Columns) hash.Add(column);
            return hash.ToHashCode();
        }
    }
}
