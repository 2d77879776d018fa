using System.Collections.Immutable;
using AkkaOrm.Tracking;

namespace AkkaOrm.Compilation;

/// <summary>That a plan reads one row by key, so that plans with the same <see cref="Many"/> and <see cref="Others"/> can be answered by one statement.</summary>
/// <param name="Many">One object a shape.</param>
/// <param name="Others">What the statement takes besides keys: values of the model's filters.</param>
internal sealed record KeyedRead(ManyKeys Many, EntityKey Key, ImmutableArray<Argument> Others)
{
    /// <summary>One statement may answer both.</summary>
    public bool Joins(KeyedRead other) => ReferenceEquals(Many, other.Many) && SameArguments.Are(Others, other.Others);
}
