using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Models;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Scripts;

/// <summary>What writes return: the rows as stored, from what was sent, what was shown before, and what a server would fill in.</summary>
internal sealed class WrittenRowMaker(ShownRows shown)
{
    public ShownRows Shown { get; } = shown;

    /// <param name="given">The rows as the script has them, by property ordinal; null where it says nothing.</param>
    public ScriptedResult Answer(in BoundStatement statement, IReadOnlyList<object?[]>? given)
    {
        var origin = WriteCompiler.OriginOf(statement.Statement)!;
        var sent = new SentRows(origin.Statement, statement.Arguments);
        if (given is not null && given.Count != sent.Count) throw new ArgumentException($"the statement writes {sent.Count} rows of {origin.Type?.Name}, and the script returns {given.Count}");
        return origin switch
        {
            { Kind: WriteKind.Insert, Type: { } type } => Page(statement, origin.Statement, type, sent.Count, i => Inserted(type, sent, i, given?[i])),
            { Kind: WriteKind.Update, Type: { } type } => Page(statement, origin.Statement, type, sent.Count, i => Updated(type, sent, i, given?[i])),
            { Kind: WriteKind.Delete, Type: { } type } => Deleted(statement, type, sent),
            _ => Checked(statement, sent.Count),
        };
    }

    private ScriptedResult Page(in BoundStatement statement, WriteStatement write, EntityType type, int count, Func<int, object?[]> make)
    {
        var builder = new PageBuilder(statement.Statement);
        for (var i = 0; i < count; i++)
        {
            var values = make(i);
            Shown.Show(type, values);
            var row = builder.Add();
            for (var ordinal = 0; ordinal < values.Length; ordinal++)
                if (write.Returned[ordinal] is >= 0 and var column) row[column] = values[ordinal];
        }
        return new(builder.ToPage(), count);
    }

    private object?[] Inserted(EntityType type, SentRows sent, int row, object?[]? given)
    {
        var values = given ?? new object?[type.Properties.Length];
        foreach (var property in type.Properties)
        {
            ref var value = ref values[property.Ordinal];
            if (given is null && sent.TryGet(WriteRole.Column, property, row, out var written)) value = written;
            else if (given is null || property.IsGenerated && EntityValues.IsUnset(property, value)) value = ServerValues.For(property, Shown);
        }
        return values;
    }

    private object?[] Updated(EntityType type, SentRows sent, int row, object?[]? given)
    {
        var key = KeyValues.From(type, [.. type.Key.Properties.Select(p => sent.Get(WriteRole.Key, p, row)!)]);
        var before = Shown.Find(key);
        var values = given ?? before ?? new object?[type.Properties.Length];
        foreach (var property in type.Properties)
        {
            ref var value = ref values[property.Ordinal];
            if (property == type.Version)
            {
                var version = sent.TryGet(WriteRole.Version, property, row, out var expected) ? expected : before?[property.Ordinal];
                if (given is null || property.IsSystem || StoreValues.Same(value, version)) value = ServerValues.After(version, property);
            }
            else if (given is not null) continue;
            else if (sent.TryGet(WriteRole.Column, property, row, out var written)) value = written;
            else if (property.IsKey) value ??= sent.Get(WriteRole.Key, property, row);
            else if (before is null && !property.IsDeferred)
                throw new StatementException($"an UPDATE of {key} does not say all its columns ({property.Name} is one), and the row was never shown to the session by a script.")
                {
                    Hint = $"1. Database.OnUpdate<{type.Name}>().Returns(…) with the row as stored  2. read the row first: Database.OnFind<{type.Name}>({key.ForUser}).Returns(…)",
                };
        }
        return values;
    }

    private ScriptedResult Deleted(in BoundStatement statement, EntityType type, SentRows sent)
    {
        for (var i = 0; i < sent.Count; i++) Shown.Forget(KeyValues.From(type, [.. type.Key.Properties.Select(p => sent.Get(WriteRole.Key, p, i)!)]));
        return Checked(statement, sent.Count);
    }

    /// <summary>A statement that only judges: one row, and all is well.</summary>
    private static ScriptedResult Checked(in BoundStatement statement, int count)
    {
        if (statement.Statement.Columns.IsEmpty) return new(RowPage.Empty, count);
        var builder = new PageBuilder(statement.Statement);
        builder.Add([1]);
        return new(builder.ToPage(), count);
    }
}

/// <summary>The parameters of a write, by row and by what they are.</summary>
internal sealed class SentRows
{
    private readonly WriteStatement _write;
    private readonly ImmutableArray<object?> _arguments;

    public SentRows(WriteStatement write, ImmutableArray<object?> arguments)
    {
        (_write, _arguments) = (write, arguments);
        var counted = write.Parameters.IndexOf(new WriteParameter(WriteRole.Count, null));
        Count = counted >= 0 ? (int)arguments[counted]!
            : !arguments.IsEmpty && write.Statement.Parameters[0].IsArray ? ((Array)arguments[0]!).Length
            : 1;
    }

    public int Count { get; }

    public object? Get(WriteRole role, Property property, int row) =>
        TryGet(role, property, row, out var value) ? value : throw new InvalidOperationException($"the statement has no {role} {property.Name}");

    public bool TryGet(WriteRole role, Property property, int row, out object? value)
    {
        var place = _write.Parameters.IndexOf(new WriteParameter(role, property));
        value = place < 0 ? null : _write.Statement.Parameters[place].IsArray ? ((Array)_arguments[place]!).GetValue(row) : _arguments[place];
        return place >= 0;
    }
}
