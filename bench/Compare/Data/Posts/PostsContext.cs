using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Data.Posts;

internal sealed class PostsContext(DbContextOptions<PostsContext> options) : DbContext(options)
{
    public DbSet<Post> Posts => Set<Post>();
}
