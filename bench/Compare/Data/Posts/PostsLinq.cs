using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace AkkaOrm.Compare.Data.Posts;

/// <summary>linq2db's queries; in a file without EF Core, whose methods have the same names.</summary>
internal static class PostsLinq
{
    public static readonly Func<DataConnection, int, Task<Post>> ByKey =
        CompiledQuery.Compile((DataConnection db, int id) => db.GetTable<Post>().Where(p => p.Id == id).FirstAsync(CancellationToken.None));

    public static IQueryable<Post> All(DataConnection db) => db.GetTable<Post>();

    public static Task<Post> SingleAsync(IQueryable<Post> posts) => posts.SingleAsync(CancellationToken.None);
}
