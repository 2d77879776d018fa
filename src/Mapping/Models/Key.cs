using System.Collections.Immutable;

namespace AkkaOrm.Models;

/// <summary>The columns that name a row.</summary>
internal sealed class Key(ImmutableArray<Property> properties)
{
    /// <summary>What a flat tuple holds.</summary>
    public const int MaxParts = 7;

    public ImmutableArray<Property> Properties { get; } = properties;
    public bool IsComposite => Properties.Length > 1;

    /// <summary>The server makes it, so a new row has none until it is written.</summary>
    public bool IsGenerated => Properties.Any(p => p.IsGenerated);
}
