using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace AkkaOrm.Compare.Data.Customers;

/// <summary>linq2db's statements; in a file without EF Core, whose methods have the same names.</summary>
internal static class CustomersLinq
{
    /// <summary>The attributes of <c>System.ComponentModel.DataAnnotations</c> do not tell it of keys.</summary>
    public static readonly MappingSchema Schema = Map();

    public static Task<int> InsertAsync(DataConnection db, Customer customer) => db.InsertWithInt32IdentityAsync(customer);

    /// <summary>One statement a row, as its page on keys that the server makes says: several rows at once bring none.</summary>
    public static async Task InsertAllAsync(DataConnection db, IEnumerable<Customer> customers)
    {
        foreach (var customer in customers) customer.Id = await InsertAsync(db, customer).ConfigureAwait(false);
    }

    public static Task UpdateOneAsync(DataConnection db, Customer customer) => db.UpdateAsync(customer);

    public static Task BulkAsync(DataConnection db, IEnumerable<Customer> customers) =>
        db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.ProviderSpecific }, customers);

    /// <summary>Rows with a key each: one statement a row, as its page on updates says.</summary>
    public static async Task UpdateAsync(DataConnection db, IEnumerable<Customer> customers)
    {
        foreach (var customer in customers) await db.GetTable<Customer>().Where(c => c.Id == customer.Id).Set(c => c.FirstName, customer.FirstName).UpdateAsync().ConfigureAwait(false);
    }

    public static Task DeleteAsync(DataConnection db, IReadOnlyList<int> ids) => db.GetTable<Customer>().Where(c => ids.Contains(c.Id)).DeleteAsync();

    public static Task<List<Customer>> AllAsync(DataConnection db) => db.GetTable<Customer>().OrderBy(c => c.Id).ToListAsync();

    private static MappingSchema Map()
    {
        var schema = new MappingSchema();
        schema.AddMetadataReader(new LinqToDB.Metadata.SystemComponentModelDataAnnotationsSchemaAttributeReader());
        new FluentMappingBuilder(schema).Entity<Customer>().Property(c => c.Id).HasColumnName("id").IsPrimaryKey().IsIdentity().Build();
        return schema;
    }
}
