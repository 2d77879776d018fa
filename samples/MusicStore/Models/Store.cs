using AkkaOrm;

namespace MusicStore.Models;

/// <summary>The eleven tables: ten entities, and the link between playlists and tracks.</summary>
internal static class Store
{
    public static readonly Model Model = Model.Create(m => m
        .Entity<Genre>().Entity<MediaType>().Entity<Artist>().Entity<Album>().Entity<Track>()
        .Entity<Playlist>(e => e.HasMany(x => x.Tracks).WithMany(x => x.Playlists).Through("playlist_track"))
        .Entity<Employee>(e => e.HasOne(x => x.Manager).WithMany(x => x.Reports).HasForeignKey(x => x.ManagerId))
        .Entity<Customer>().Entity<Invoice>().Entity<InvoiceLine>());
}
