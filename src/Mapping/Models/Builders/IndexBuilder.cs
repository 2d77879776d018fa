using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>Says what kind of index it is.</summary>
public sealed class IndexBuilder
{
    private readonly IndexDraft _index;

    internal IndexBuilder(IndexDraft index) => _index = index;

    /// <summary>No two rows may have the same values. Nulls are never the same.</summary>
    public IndexBuilder IsUnique()
    {
        _index.IsUnique = true;
        return this;
    }
}
