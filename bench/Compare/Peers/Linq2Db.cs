using AkkaOrm.Compare.Frame;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.Mapping;
using LinqToDB.Metadata;
using Npgsql;

namespace AkkaOrm.Compare.Peers;

/// <summary>linq2db on the connections everybody shares.</summary>
internal static class Linq2Db
{
    private static readonly IDataProvider Provider = PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15);

    private static readonly MappingSchema Annotated = Annotations();

    /// <summary>Made once for a case: linq2db keeps its queries by these options.</summary>
    /// <param name="schema">How entities are mapped; null: as the attributes of <c>System.ComponentModel.DataAnnotations</c> say.</param>
    public static DataOptions Options(Arena arena, MappingSchema? schema = null) => Options(arena.DataSource, schema);

    /// <inheritdoc cref="Options(Arena, MappingSchema?)"/>
    public static DataOptions Options(NpgsqlDataSource dataSource, MappingSchema? schema = null) =>
        new DataOptions().UseConnectionFactory(Provider, _ => dataSource.CreateConnection()).UseMappingSchema(schema ?? Annotated);

    /// <summary>A unit of its own; its connection goes back to the pool when it is disposed.</summary>
    public static DataConnection Open(DataOptions options) => new(options);

    private static MappingSchema Annotations()
    {
        var schema = new MappingSchema();
        schema.AddMetadataReader(new SystemComponentModelDataAnnotationsSchemaAttributeReader());
        return schema;
    }
}
