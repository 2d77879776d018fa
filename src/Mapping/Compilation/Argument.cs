using System.Collections.Immutable;

namespace AkkaOrm.Compilation;

/// <summary>What a parameter of a step takes its value from.</summary>
internal abstract record Argument
{
    /// <summary>A store value, or an array of them made by <see cref="Types.StoreType.CreateArray"/>.</summary>
    internal sealed record Value(object? Content) : Argument;

    /// <summary>One part of the distinct keys in an earlier step's rows, as an array. Rows in which a part is null are passed over. A step with no keys at all is not sent: its result is empty.</summary>
    internal sealed record KeysOf(int Step, ImmutableArray<int> KeyColumns, int Part) : Argument;

    /// <summary>One part of keys in hand, as an array. A step with no keys at all is not sent: its result is empty.</summary>
    internal sealed record Keys(Array Content) : Argument;

    /// <summary>One cell of an earlier step's rows: a generated key handed to a child.</summary>
    internal sealed record CellOf(int Step, int Row, int Column) : Argument;

    /// <summary>An array in which some elements are cells of earlier steps' rows.</summary>
    internal sealed record Patched(ImmutableArray<object?> Values, ImmutableArray<Patch> Patches) : Argument;

    internal readonly record struct Patch(int Index, int Step, int Row, int Column);

    /// <summary>The earlier steps whose rows must be there first.</summary>
    public IEnumerable<int> Needs => this switch
    {
        KeysOf keys => [keys.Step],
        CellOf cell => [cell.Step],
        Patched patched => patched.Patches.Select(p => p.Step),
        _ => [],
    };
}
