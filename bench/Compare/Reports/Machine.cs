using System.Reflection;
using System.Runtime.InteropServices;

namespace AkkaOrm.Compare.Reports;

/// <summary>What the figures depend on. No name of a machine or a person is in it.</summary>
internal sealed record Machine(int Cores, string OperatingSystem, string Architecture, string DotNet, string PostgreSql, IReadOnlyDictionary<string, string> Peers)
{
    private static readonly (string Name, Type Type)[] Measured =
    [
        ("AkkaOrm", typeof(Orm)),
        ("Akka.NET", typeof(Akka.Actor.ActorSystem)),
        ("Npgsql", typeof(Npgsql.NpgsqlConnection)),
        ("Dapper", typeof(Dapper.SqlMapper)),
        ("EF Core", typeof(Microsoft.EntityFrameworkCore.DbContext)),
        ("Npgsql.EntityFrameworkCore.PostgreSQL", typeof(Microsoft.EntityFrameworkCore.NpgsqlDbContextOptionsBuilderExtensions)),
        ("linq2db", typeof(LinqToDB.DataContext)),
    ];

    public static Machine Here(string postgreSql) => new(
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Environment.Version.ToString(),
        postgreSql,
        Measured.ToDictionary(m => m.Name, m => Version(m.Type.Assembly)));

    /// <summary>In a line.</summary>
    public override string ToString() =>
        $"{Cores} cores, {OperatingSystem} ({Architecture}), .NET {DotNet}, PostgreSQL {PostgreSql}; {string.Join(", ", Peers.Select(p => $"{p.Key} {p.Value}"))}";

    private static string Version(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?").Split('+')[0];
}
