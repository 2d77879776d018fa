using AkkaOrm.Compare.Peers;
using LinqToDB;
using LinqToDB.Mapping;

namespace AkkaOrm.Compare.Data.Notes;

/// <summary>linq2db's way to write a unit; in a file without EF Core, whose methods have the same names.</summary>
internal static class NotesLinq
{
    public static readonly MappingSchema Schema = Mapped();

    public static async Task<int[]> InsertAsync(DataOptions options, IReadOnlyList<Note> notes)
    {
        await using var db = Linq2Db.Open(options);
        await using var transaction = await db.BeginTransactionAsync().ConfigureAwait(false);
        var keys = new int[notes.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = await db.InsertWithInt32IdentityAsync(notes[i]).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
        return keys;
    }

    private static MappingSchema Mapped()
    {
        var schema = new MappingSchema();
        new FluentMappingBuilder(schema).Entity<Note>().HasTableName("notes")
            .Property(n => n.Id).HasColumnName("id").IsPrimaryKey().IsIdentity()
            .Property(n => n.Text).HasColumnName("text")
            .Property(n => n.Weight).HasColumnName("weight")
            .Build();
        return schema;
    }
}
