using AkkaOrm;
using MusicStore.Models;

namespace MusicStore;

/// <summary>
/// Writes the file into the database in units of work. Every key is the server's: rows of one unit are related by the
/// handles that Add gives, rows of an earlier unit by the stored value.
/// </summary>
/// <param name="orm">Where to write.</param>
/// <param name="data">What to write.</param>
/// <param name="written">Told after each commit how many rows of the file it wrote.</param>
internal sealed class Loader(Orm orm, Chinook data, Action<int> written)
{
    private const int InvoicesPerUnit = 50;

    public async Task LoadAsync()
    {
        await using var session = orm.OpenSession();
        var tracks = await CatalogueAsync(session);
        await PlaylistsAsync(session, tracks);
        var customers = await PeopleAsync(session);
        await SalesAsync(session, customers, tracks);
    }

    /// <summary>Five tables in one unit, each row related to rows that have no key yet.</summary>
    private async Task<Dictionary<int, Track>> CatalogueAsync(Session session)
    {
        var genres = data.Genre.ToDictionary(x => x.GenreId, x => session.Add(new Genre(0, x.Name)));
        var mediaTypes = data.MediaType.ToDictionary(x => x.MediaTypeId, x => session.Add(new MediaType(0, x.Name)));
        var artists = data.Artist.ToDictionary(x => x.ArtistId, x => session.Add(new Artist(0, x.Name)));
        var albums = data.Album.ToDictionary(x => x.AlbumId, x => session.Add(new Album { Title = x.Title, Artist = artists[x.ArtistId].Key }));
        var tracks = data.Track.ToDictionary(x => x.TrackId, x => session.Add(new Track
        {
            Name = x.Name,
            Composer = Known(x.Composer),
            Milliseconds = x.Milliseconds,
            Bytes = x.Bytes,
            UnitPrice = x.UnitPrice,
            Album = albums[x.AlbumId].Key,
            Genre = genres[x.GenreId].Key,
            MediaType = mediaTypes[x.MediaTypeId].Key,
        }));
        var committed = await session.CommitAsync();
        written(genres.Count + mediaTypes.Count + artists.Count + albums.Count + tracks.Count);
        return tracks.ToDictionary(x => x.Key, x => committed.Of(x.Value));
    }

    /// <summary>A unit for each playlist: its row, and a link for each of its tracks.</summary>
    private async Task PlaylistsAsync(Session session, Dictionary<int, Track> tracks)
    {
        var entries = data.PlaylistTrack.ToLookup(x => x.PlaylistId, x => tracks[x.TrackId]);
        foreach (var playlist in data.Playlist)
        {
            session.Add(new Playlist { Name = playlist.Name, Tracks = [.. entries[playlist.PlaylistId]] });
            await session.CommitAsync();
            written(1 + entries[playlist.PlaylistId].Count());
        }
    }

    /// <summary>Employees stand below their managers, so a manager is written first, however deep the tree.</summary>
    private async Task<Dictionary<int, Customer>> PeopleAsync(Session session)
    {
        var employees = new Dictionary<int, Added<Employee>>();
        foreach (var x in data.Employee)
        {
            employees[x.EmployeeId] = session.Add(new Employee
            {
                FirstName = x.FirstName,
                LastName = x.LastName,
                Title = x.Title,
                BirthDate = DateOnly.FromDateTime(x.BirthDate),
                HireDate = DateOnly.FromDateTime(x.HireDate),
                Address = x.Address,
                City = x.City,
                State = Known(x.State),
                Country = x.Country,
                PostalCode = Known(x.PostalCode),
                Phone = x.Phone,
                Fax = Known(x.Fax),
                Email = x.Email,
                Manager = x.ReportsTo is { } manager ? employees[manager].Key : null,
            });
        }
        var customers = data.Customer.ToDictionary(x => x.CustomerId, x => session.Add(new Customer
        {
            FirstName = x.FirstName,
            LastName = x.LastName,
            Company = Known(x.Company),
            Address = x.Address,
            City = x.City,
            State = Known(x.State),
            Country = x.Country,
            PostalCode = Known(x.PostalCode),
            Phone = Known(x.Phone),
            Fax = Known(x.Fax),
            Email = x.Email,
            SupportRep = employees[x.SupportRepId].Key,
        }));
        var committed = await session.CommitAsync();
        written(employees.Count + customers.Count);
        return customers.ToDictionary(x => x.Key, x => committed.Of(x.Value));
    }

    /// <summary>Invoices with their lines inside: the graph is added by its root.</summary>
    private async Task SalesAsync(Session session, Dictionary<int, Customer> customers, Dictionary<int, Track> tracks)
    {
        var lines = data.InvoiceLine.ToLookup(x => x.InvoiceId, x => new InvoiceLine { UnitPrice = x.UnitPrice, Quantity = x.Quantity, Track = tracks[x.TrackId] });
        foreach (var unit in data.Invoice.Chunk(InvoicesPerUnit))
        {
            session.AddRange(unit.Select(x => new Invoice
            {
                InvoiceDate = x.InvoiceDate,
                BillingAddress = x.BillingAddress,
                BillingCity = x.BillingCity,
                BillingState = Known(x.BillingState),
                BillingCountry = x.BillingCountry,
                BillingPostalCode = Known(x.BillingPostalCode),
                Total = x.Total,
                Customer = customers[x.CustomerId],
                Lines = [.. lines[x.InvoiceId]],
            }));
            await session.CommitAsync();
            written(unit.Length + unit.Sum(x => lines[x.InvoiceId].Count()));
        }
    }

    /// <summary>The source writes what it does not know as an empty text.</summary>
    internal static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
