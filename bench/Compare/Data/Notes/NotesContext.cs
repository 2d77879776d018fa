using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Notes;

internal sealed class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
}
