namespace AkkaOrm.Queries;

/// <summary>What the SQL of a query depends on, as a key.</summary>
internal sealed class QueryShape(object?[] tokens, int hash) : IEquatable<QueryShape>
{
    public ReadOnlySpan<object?> Tokens => tokens;

    public bool Equals(QueryShape? other) => ReferenceEquals(this, other) || (other is not null && Is(other.Tokens, other.GetHashCode()));
    public override bool Equals(object? obj) => Equals(obj as QueryShape);
    public override int GetHashCode() => hash;

    /// <summary>Whether it is made of these tokens.</summary>
    public bool Is(ReadOnlySpan<object?> others, int otherHash)
    {
        if (hash != otherHash || tokens.Length != others.Length) return false;
        for (var i = 0; i < tokens.Length; i++)
        {
            // Nearly always they are the same objects.
            if (!ReferenceEquals(tokens[i], others[i]) && !Equals(tokens[i], others[i])) return false;
        }
        return true;
    }
}

/// <summary>The values of a query, which its SQL does not depend on, and where those of each clause, text and lambda begin among all.</summary>
internal sealed record QueryValues(object?[] All, IReadOnlyDictionary<object, int> Offsets);
