using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>Says which table links the rows of a many-to-many relation. Without it the table is named after both, in alphabetical order (<c>playlist_track</c>).</summary>
public sealed class LinkBuilder<T, R> where T : class where R : class
{
    private readonly LinkDraft _link;

    internal LinkBuilder(LinkDraft link) => _link = link;

    /// <summary>A table of two foreign keys, which together are its key.</summary>
    /// <param name="table">Its name; <c>schema.name</c> names a schema, too.</param>
    /// <param name="thisKey">Columns that refer to <typeparamref name="T"/>, in key order; named after it (<c>playlist_id</c>) by default.</param>
    /// <param name="thatKey">Columns that refer to <typeparamref name="R"/>, in key order.</param>
    public LinkBuilder<T, R> Through(string table, string[]? thisKey = null, string[]? thatKey = null)
    {
        (_link.TableName, _link.LeftColumnNames, _link.RightColumnNames) = (table, thisKey, thatKey);
        return this;
    }

    /// <summary>The table of an entity that has a relation to each of the two. Links are written with its foreign keys alone, so all its other columns must be nullable or filled by the server.</summary>
    public LinkBuilder<T, R> Through<L>() where L : class
    {
        _link.LinkType = typeof(L);
        return this;
    }
}
