using AkkaOrm;
using MusicStore.Models;
using static AkkaOrm.Query;

namespace MusicStore;

/// <summary>All that the database holds, read back with its relations.</summary>
internal sealed record Stock(
    IReadOnlyList<(string Table, int Rows)> Sizes,
    IReadOnlyList<Track> Tracks,
    IReadOnlyList<Playlist> Playlists,
    IReadOnlyList<Employee> Employees,
    IReadOnlyList<Customer> Customers,
    IReadOnlyList<Invoice> Invoices)
{
    public static async Task<Stock> ReadAsync(Session session) => new(
        await SizesAsync(session),
        await session.FetchAsync(From<Track>().Include(t => t.Album.Value.Artist).Include(t => t.Genre).Include(t => t.MediaType).OrderBy(t => t.Id)),
        await session.FetchAsync(From<Playlist>().Include(p => p.Tracks).OrderBy(p => p.Id)),
        await session.FetchAsync(From<Employee>().Include(e => e.Manager).OrderBy(e => e.Id)),
        await session.FetchAsync(From<Customer>().Include(c => c.SupportRep).Include(c => c.Invoices).OrderBy(c => c.Id)),
        await session.FetchAsync(From<Invoice>().Include(i => i.Customer).Include(i => i.Lines, line => line.Include(l => l.Track).OrderBy(l => l.Id)).OrderBy(i => i.Id)));

    private static async Task<IReadOnlyList<(string Table, int Rows)>> SizesAsync(Session session) =>
    [
        ("genre", await session.CountAsync(From<Genre>())),
        ("media_type", await session.CountAsync(From<MediaType>())),
        ("artist", await session.CountAsync(From<Artist>())),
        ("album", await session.CountAsync(From<Album>())),
        ("track", await session.CountAsync(From<Track>())),
        ("employee", await session.CountAsync(From<Employee>())),
        ("customer", await session.CountAsync(From<Customer>())),
        ("invoice", await session.CountAsync(From<Invoice>())),
        ("invoice_line", await session.CountAsync(From<InvoiceLine>())),
        ("playlist", await session.CountAsync(From<Playlist>())),
        ("playlist_track", await session.SingleAsync(FromSql<int>($"select count(*)::int from playlist_track"))),
    ];

    /// <summary>From an employee up to the one nobody manages.</summary>
    public IEnumerable<Employee> ManagersOf(Employee employee)
    {
        for (var manager = employee.Manager.ValueOrNull; manager is not null; manager = Employees.Single(e => e.Id == manager.Id).Manager.ValueOrNull)
            yield return manager;
    }

    public IEnumerable<(Customer Customer, decimal Spent)> BestCustomers() =>
        Customers.Select(c => (c, c.Invoices.Sum(i => i.Total))).OrderByDescending(x => x.Item2).ThenBy(x => x.c.LastName, StringComparer.Ordinal);

    public Playlist LongestPlaylist() => Playlists.MaxBy(p => p.Tracks.Sum(t => (long)t.Milliseconds))!;
}
