using System.Text.Json;

namespace MusicStore;

/// <summary>The data file as it is written: an array for each table, rows related by the numbers of the source.</summary>
internal sealed record Chinook(
    Chinook.GenreRow[] Genre,
    Chinook.MediaTypeRow[] MediaType,
    Chinook.ArtistRow[] Artist,
    Chinook.AlbumRow[] Album,
    Chinook.TrackRow[] Track,
    Chinook.EmployeeRow[] Employee,
    Chinook.CustomerRow[] Customer,
    Chinook.InvoiceRow[] Invoice,
    Chinook.InvoiceLineRow[] InvoiceLine,
    Chinook.PlaylistRow[] Playlist,
    Chinook.PlaylistTrackRow[] PlaylistTrack)
{
    public sealed record GenreRow(int GenreId, string Name);
    public sealed record MediaTypeRow(int MediaTypeId, string Name);
    public sealed record ArtistRow(int ArtistId, string Name);
    public sealed record AlbumRow(int AlbumId, string Title, int ArtistId);
    public sealed record TrackRow(int TrackId, string Name, int AlbumId, int MediaTypeId, int GenreId, string? Composer, int Milliseconds, long Bytes, decimal UnitPrice);
    public sealed record EmployeeRow(
        int EmployeeId, string LastName, string FirstName, string Title, int? ReportsTo, DateTime BirthDate, DateTime HireDate,
        string Address, string City, string? State, string Country, string? PostalCode, string Phone, string? Fax, string Email);
    public sealed record CustomerRow(
        int CustomerId, string FirstName, string LastName, string? Company, string Address, string City, string? State,
        string Country, string? PostalCode, string? Phone, string? Fax, string Email, int SupportRepId);
    public sealed record InvoiceRow(
        int InvoiceId, int CustomerId, DateTime InvoiceDate, string BillingAddress, string BillingCity, string? BillingState,
        string BillingCountry, string? BillingPostalCode, decimal Total);
    public sealed record InvoiceLineRow(int InvoiceLineId, int InvoiceId, int TrackId, decimal UnitPrice, int Quantity);
    public sealed record PlaylistRow(int PlaylistId, string Name);
    public sealed record PlaylistTrackRow(int PlaylistId, int TrackId);

    /// <summary>Table names as the model has them, with the rows each must hold in the end.</summary>
    public IReadOnlyList<(string Table, int Rows)> Sizes =>
    [
        ("genre", Genre.Length), ("media_type", MediaType.Length), ("artist", Artist.Length), ("album", Album.Length),
        ("track", Track.Length), ("employee", Employee.Length), ("customer", Customer.Length), ("invoice", Invoice.Length),
        ("invoice_line", InvoiceLine.Length), ("playlist", Playlist.Length), ("playlist_track", PlaylistTrack.Length),
    ];

    public static async Task<Chinook> ReadAsync()
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "chinook.json"));
        return await JsonSerializer.DeserializeAsync<Chinook>(file) ?? throw new InvalidDataException("chinook.json is empty.");
    }
}
