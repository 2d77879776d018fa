using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaOrm.Compilation;
using AkkaOrm.Models;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Makes a plan's steps of groups of rows: statements, and their arguments by row.</summary>
/// <param name="isAlone">The statements are all there is of their transaction.</param>
internal sealed class StepWriter(RowGraph graph, bool isAlone)
{
    /// <summary>A statement takes so many rows and about so many bytes of texts and binaries: what a server takes in one message has an end.</summary>
    private const int MaxRows = 10_000, MaxBytes = 16 << 20;

    private readonly ImmutableArray<PlanStep>.Builder _steps = ImmutableArray.CreateBuilder<PlanStep>();
    private readonly ImmutableArray<FlushStep>.Builder _flush = ImmutableArray.CreateBuilder<FlushStep>();

    // By node of the graph.
    private readonly (int Step, int Row)[] _insertedAt = new (int, int)[graph.Rows.Count];

    public FlushPlan ToPlan(PlanTransaction transaction, string beginOptions) =>
        new(new(_steps.ToImmutable(), transaction) { BeginOptions = beginOptions }, _flush.ToImmutable());

    public void Lock(EntityType type, IReadOnlyList<StagedRow> rows, bool isForDelete)
    {
        var statement = WriteCompiler.Lock(type, rows.Any(r => r.Version is not null), isForDelete);
        var locked = new (StagedRow, int)[rows.Count];
        for (var i = 0; i < locked.Length; i++) locked[i] = (rows[i], -1);
        Add(FlushStepKind.Lock, type.Table, statement, locked);
    }

    public void Write(FlushGroup group)
    {
        if (group.Relation is { } relation)
        {
            var statement = group.Kind == FlushStepKind.Link ? WriteCompiler.Link(relation) : WriteCompiler.Unlink(relation);
            foreach (var links in group.Links.Chunk(MaxRows))
            {
                var arguments = statement.Parameters.Select(p => Array(p, [.. links.Select(link => End(p.Role == WriteRole.From ? link.From : link.To, p.Property!))]));
                Add(group.Kind, relation.Link!.Table, statement, [], [.. arguments], links.Length);
            }
            return;
        }
        foreach (var rows in Chunks(group))
        {
            var isMany = rows.Count > 1;
            var isTerse = rows.Count >= AsSent.LeastRows && IsTerse(group.Kind, rows);
            Add(group.Kind, group.Type.Table, group.Kind switch
            {
                FlushStepKind.Insert => WriteCompiler.Insert(group.Type, group.Columns, isMany, isTerse),
                FlushStepKind.Update => WriteCompiler.Update(group.Type, group.Columns, group.IsVersioned, isMany, isTerse),
                _ => WriteCompiler.Delete(group.Type, group.IsVersioned, isMany),
            }, rows);
        }
    }

    private void Add(FlushStepKind kind, string table, WriteStatement statement, ArraySegment<(StagedRow Row, int Node)> rows)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>(statement.Parameters.Length);
        for (var i = 0; i < statement.Parameters.Length; i++)
        {
            var parameter = statement.Parameters[i];
            arguments.Add(parameter.Role == WriteRole.Count ? new Argument.Value(rows.Count)
                : statement.Statement.Parameters[i].IsArray ? Array(parameter, rows)
                : Single(Cell(parameter, rows[0])));
        }
        if (kind == FlushStepKind.Insert)
        {
            for (var i = 0; i < rows.Count; i++) _insertedAt[rows[i].Node] = (_steps.Count, i);
        }
        var staged = ImmutableArray.CreateBuilder<StagedRow>(rows.Count);
        foreach (var (row, _) in rows) staged.Add(row);
        Add(kind, table, statement, staged.MoveToImmutable(), arguments.MoveToImmutable(), rows.Count);
    }

    private void Add(FlushStepKind kind, string table, WriteStatement statement, ImmutableArray<StagedRow> rows, ImmutableArray<Argument> arguments, int count)
    {
        _flush.Add(new(_steps.Count, kind, rows, statement.Returned) { Table = table, Spared = statement.Spared });
        _steps.Add(new(statement.Statement, arguments) { Rows = count });
    }

    // What was sent must be in the rows themselves. By xmin a row is as it was read, unless this transaction has written it before.
    private bool IsTerse(FlushStepKind kind, ArraySegment<(StagedRow Row, int Node)> rows)
    {
        foreach (var (row, _) in rows)
        {
            if (!row.PendingKeys.IsEmpty) return false;
            if (kind == FlushStepKind.Update && !(isAlone && row is { IsWhole: true, Version: not null, Type.VersionKind: VersionKind.Xmin })) return false;
        }
        return kind is FlushStepKind.Insert or FlushStepKind.Update;
    }

    private static IEnumerable<ArraySegment<(StagedRow Row, int Node)>> Chunks(FlushGroup group)
    {
        (StagedRow Row, int Node)[] rows = [.. group.Kind == FlushStepKind.Insert || group.IsRepair ? group.Rows : KeyOrder.Sorted(group.Rows, static r => r.Row.Key!.Value)];
        // Rows of a table that refers to itself can only be deleted together.
        var isWhole = group.Kind == FlushStepKind.Delete && group.Type.Relations.Any(r => r.HoldsForeignKey && r.To == group.Type);
        int[] large = [.. group.Columns.Where(c => group.Type.Properties[c].Mapping.Store.ClrType is var type && (type == typeof(string) || type == typeof(byte[])))];
        var (first, bytes) = (0, 0L);
        for (var i = 0; i < rows.Length; i++)
        {
            var size = Bytes(rows[i].Row, large) + (8 * (group.Columns.Length - large.Length));
            bytes += size;
            if (isWhole || i == first || i - first < MaxRows && bytes <= MaxBytes) continue;
            yield return new(rows, first, i - first);
            (first, bytes) = (i, size);
        }
        yield return new(rows, first, rows.Length - first);
    }

    private static long Bytes(StagedRow row, int[] large)
    {
        var bytes = 0L;
        foreach (var column in large)
        {
            bytes += row.Values[column] switch { string text => text.Length, byte[] binary => binary.Length, _ => 8 };
        }
        return bytes;
    }

    private CellSource Cell(WriteParameter parameter, (StagedRow Row, int Node) at) => parameter.Role switch
    {
        WriteRole.Version => CellSource.Known(at.Row.Version),
        WriteRole.Key when at.Row.Key is { } key => CellSource.Known(RowGraph.KeyPart(key, parameter.Property!)),
        WriteRole.Key => graph.Source(graph.Inserted(at.Row.TemporaryKey), parameter.Property!),
        _ when at.Row.PendingKeys.IsEmpty => CellSource.Known(at.Row.Values[parameter.Property!.Ordinal]),
        _ => graph.Source(at.Node, parameter.Property!),
    };

    private CellSource End(KeyRef end, Property property) =>
        end.Key is { } key ? CellSource.Known(RowGraph.KeyPart(key, property)) : graph.Source(graph.Inserted(end.TemporaryKey), property);

    private Argument Single(CellSource cell)
    {
        if (cell.IsKnown) return new Argument.Value(cell.Value);
        var at = At(cell, 0);
        return new Argument.CellOf(at.Step, at.Row, at.Column);
    }

    private Argument Array(WriteParameter parameter, ArraySegment<(StagedRow Row, int Node)> rows)
    {
        if (parameter.Role != WriteRole.Column) return Array(parameter, [.. rows.Select(row => Cell(parameter, row))]);
        var values = new object?[rows.Count];
        var ordinal = parameter.Property!.Ordinal;
        for (var i = 0; i < values.Length; i++)
        {
            var row = rows[i].Row;
            if (!row.PendingKeys.IsEmpty) return Array(parameter, [.. rows.Select(row => Cell(parameter, row))]);
            values[i] = row.Values[ordinal];
        }
        return new Argument.Value(parameter.Property.Mapping.Store.CreateArray(values));
    }

    private Argument Array(WriteParameter parameter, CellSource[] cells)
    {
        var values = new object?[cells.Length];
        ImmutableArray<Argument.Patch>.Builder? patches = null;
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].IsKnown) values[i] = cells[i].Value;
            else (patches ??= ImmutableArray.CreateBuilder<Argument.Patch>()).Add(At(cells[i], i));
        }
        return patches is null
            ? new Argument.Value(parameter.Property!.Mapping.Store.CreateArray(values))
            : new Argument.Patched(ImmutableCollectionsMarshal.AsImmutableArray(values), patches.ToImmutable());
    }

    private Argument.Patch At(CellSource cell, int index)
    {
        var (step, row) = _insertedAt[cell.Row];
        var column = _flush[step].Returned[cell.Property!.Ordinal];
        return column >= 0 ? new(index, step, row, column) : throw new InvalidOperationException($"{cell.Property} is not returned by its INSERT");
    }
}
