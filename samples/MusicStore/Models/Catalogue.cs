using AkkaOrm;

namespace MusicStore.Models;

internal sealed record Genre(int Id, string Name);

internal sealed record MediaType(int Id, string Name);

internal sealed record Artist(int Id, string Name)
{
    public ToMany<Album> Albums { get; init; }
}

internal sealed record Album
{
    public int Id { get; init; }
    public required string Title { get; init; }
    public int ArtistId { get; init; }
    public ToOne<Artist> Artist { get; init; }
    public ToMany<Track> Tracks { get; init; }
}

internal sealed record Track
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public string? Composer { get; init; }
    public int Milliseconds { get; init; }
    public long Bytes { get; init; }
    public decimal UnitPrice { get; init; }
    public int AlbumId { get; init; }
    public ToOne<Album> Album { get; init; }
    public int GenreId { get; init; }
    public ToOne<Genre> Genre { get; init; }
    public int MediaTypeId { get; init; }
    public ToOne<MediaType> MediaType { get; init; }
    public ToMany<Playlist> Playlists { get; init; }
}

/// <summary>Many tracks are on many playlists; the link table has no entity of its own.</summary>
internal sealed record Playlist
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public ToMany<Track> Tracks { get; init; }
}
