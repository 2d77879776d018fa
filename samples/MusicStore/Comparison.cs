using MusicStore.Models;

namespace MusicStore;

/// <summary>Compares what came back with the file, row by row and through the relations. Keys differ: they are the server's.</summary>
internal static class Comparison
{
    public static IEnumerable<string> Differences(Stock stock, Chinook data) =>
    [
        .. Sizes(stock, data),
        .. Compare("tracks", stock.Tracks.Select(Seen), Tracks(data)),
        .. Compare("playlists", stock.Playlists.Select(Seen), Playlists(data)),
        .. Compare("employees", stock.Employees.Select(Seen), Employees(data)),
        .. Compare("customers", stock.Customers.Select(Seen), Customers(data)),
        .. Compare("invoices", stock.Invoices.Select(Seen), Invoices(data)),
    ];

    private static IEnumerable<string> Sizes(Stock stock, Chinook data) =>
        from seen in stock.Sizes
        join told in data.Sizes on seen.Table equals told.Table
        where seen.Rows != told.Rows
        select $"{seen.Table} holds {seen.Rows} rows, the file {told.Rows}";

    private static IEnumerable<string> Compare(string what, IEnumerable<string> seen, IEnumerable<string> told)
    {
        var wrong = seen.Order(StringComparer.Ordinal).Zip(told.Order(StringComparer.Ordinal)).Where(x => x.First != x.Second).Take(1);
        return wrong.Select(x => $"{what} came back otherwise: {x.First} instead of {x.Second}");
    }

    private static string Seen(Track t) => Text(
        t.Name, t.Composer, t.Milliseconds, t.Bytes, t.UnitPrice, t.Album.Value.Title, t.Album.Value.Artist.Value.Name, t.Genre.Value.Name, t.MediaType.Value.Name);

    private static IEnumerable<string> Tracks(Chinook data)
    {
        var artists = data.Artist.ToDictionary(x => x.ArtistId, x => x.Name);
        var albums = data.Album.ToDictionary(x => x.AlbumId);
        var genres = data.Genre.ToDictionary(x => x.GenreId, x => x.Name);
        var mediaTypes = data.MediaType.ToDictionary(x => x.MediaTypeId, x => x.Name);
        return data.Track.Select(x => Text(
            x.Name, x.Composer, x.Milliseconds, x.Bytes, x.UnitPrice, albums[x.AlbumId].Title, artists[albums[x.AlbumId].ArtistId], genres[x.GenreId], mediaTypes[x.MediaTypeId]));
    }

    private static string Seen(Playlist p) => Text([p.Name, .. p.Tracks.Select(t => t.Name).Order(StringComparer.Ordinal)]);

    private static IEnumerable<string> Playlists(Chinook data)
    {
        var names = data.Track.ToDictionary(x => x.TrackId, x => x.Name);
        var entries = data.PlaylistTrack.ToLookup(x => x.PlaylistId, x => names[x.TrackId]);
        return data.Playlist.Select(x => Text([x.Name, .. entries[x.PlaylistId].Order(StringComparer.Ordinal)]));
    }

    private static string Seen(Employee e) => Text(
        e.FirstName, e.LastName, e.Title, e.BirthDate, e.HireDate, e.Address, e.City, e.State, e.Country, e.PostalCode, e.Phone, e.Fax, e.Email, e.Manager.ValueOrNull?.Email);

    private static IEnumerable<string> Employees(Chinook data)
    {
        var emails = data.Employee.ToDictionary(x => x.EmployeeId, x => x.Email);
        return data.Employee.Select(x => Text(
            x.FirstName, x.LastName, x.Title, DateOnly.FromDateTime(x.BirthDate), DateOnly.FromDateTime(x.HireDate), x.Address, x.City, x.State, x.Country, x.PostalCode,
            x.Phone, x.Fax, x.Email, x.ReportsTo is { } manager ? emails[manager] : null));
    }

    private static string Seen(Customer c) => Text(
        c.FirstName, c.LastName, c.Company, c.Address, c.City, c.State, c.Country, c.PostalCode, c.Phone, c.Fax, c.Email, c.SupportRep.Value.Email, c.Invoices.Count);

    private static IEnumerable<string> Customers(Chinook data)
    {
        var emails = data.Employee.ToDictionary(x => x.EmployeeId, x => x.Email);
        var invoices = data.Invoice.CountBy(x => x.CustomerId).ToDictionary();
        return data.Customer.Select(x => Text(
            x.FirstName, x.LastName, x.Company, x.Address, x.City, x.State, x.Country, x.PostalCode, x.Phone, x.Fax, x.Email, emails[x.SupportRepId], invoices[x.CustomerId]));
    }

    private static string Seen(Invoice i) => Text(
    [
        i.InvoiceDate, i.BillingAddress, i.BillingCity, i.BillingState, i.BillingCountry, i.BillingPostalCode, i.Total, i.Customer.Value.Email,
        .. i.Lines.Select(l => Text(l.Track.Value.Name, l.UnitPrice, l.Quantity)),
    ]);

    private static IEnumerable<string> Invoices(Chinook data)
    {
        var emails = data.Customer.ToDictionary(x => x.CustomerId, x => x.Email);
        var names = data.Track.ToDictionary(x => x.TrackId, x => x.Name);
        var lines = data.InvoiceLine.ToLookup(x => x.InvoiceId, x => Text(names[x.TrackId], x.UnitPrice, x.Quantity));
        return data.Invoice.Select(x => Text(
        [
            x.InvoiceDate, x.BillingAddress, x.BillingCity, x.BillingState, x.BillingCountry, x.BillingPostalCode, x.Total, emails[x.CustomerId], .. lines[x.InvoiceId],
        ]));
    }

    /// <summary>Null and the empty text are one: the source knows no null.</summary>
    private static string Text(params object?[] values) => string.Join(" | ", values);
}
