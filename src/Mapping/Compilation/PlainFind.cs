using System.Collections.Immutable;
using AkkaOrm.Statements;
using AkkaOrm.Tracking;

namespace AkkaOrm.Compilation;

/// <summary>Reading one row by key where the model has no filters: everything but the key is the same each time.</summary>
internal sealed class PlainFind
{
    private readonly CompiledStatement _statement;
    private readonly ImmutableArray<int> _parts;
    private readonly ResultShape _shape;
    private readonly ManyKeys _many;

    private PlainFind(CompiledStatement statement, ImmutableArray<int> parts, ResultShape shape, ManyKeys many) => (_statement, _parts, _shape, _many) = (statement, parts, shape, many);

    public static PlainFind Of(CompiledRead read) =>
        new(read.Steps[0].Statement, [.. read.Steps[0].Parameters.Select(p => ((SqlValue.Given)p.Value).Part)], read.Shape([]), read.Many!);

    public PreparedRead Bind(EntityKey key)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>(_parts.Length);
        if (key.Value is CompositeKey composite)
        {
            foreach (var part in _parts) arguments.Add(new Argument.Value(composite.Parts[part]));
        }
        else arguments.Add(new Argument.Value(key.Value));
        return new(new Plan([new PlanStep(_statement, arguments.MoveToImmutable())]) { Keyed = new(_many, key, []) }, _shape);
    }
}
