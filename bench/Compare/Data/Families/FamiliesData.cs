using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Npgsql;

namespace AkkaOrm.Compare.Data.Families;

/// <summary>1,000 parents of ten children each.</summary>
internal static class FamiliesData
{
    public const int Parents = 1000;
    public const string ParentsSql = "SELECT id, name, since FROM parents WHERE id <= @most";
    public const string ChildrenSql = "SELECT id, parent_id, name, amount FROM children WHERE parent_id <= @most";
    public const string ChildrenOf = "SELECT id, parent_id, name, amount FROM children WHERE parent_id = @parent";

    public static readonly Model Model = Model.Create(m =>
    {
        m.Entity<Parent>();
        m.Entity<Child>();
    });

    public static Task<Arena> SharedAsync(Arena arena) => arena.Shared("families", FillAsync);

    public static PeerParent ReadParent(NpgsqlDataReader row) => new() { Id = row.GetInt32(0), Name = row.GetString(1), Since = row.GetDateTime(2) };

    public static PeerChild ReadChild(NpgsqlDataReader row) => new() { Id = row.GetInt32(0), ParentId = row.GetInt32(1), Name = row.GetString(2), Amount = row.GetDecimal(3) };

    /// <summary>Parents in the order of their keys, each with its children in the order of theirs.</summary>
    public static string Digest<TParent>(IEnumerable<TParent> parents, Func<TParent, IEnumerable<ChildColumns>> children) where TParent : ParentColumns
    {
        var digest = new Digest();
        foreach (var parent in parents.OrderBy(p => p.Id))
        {
            digest.Row(parent.Id, parent.Name, parent.Since);
            foreach (var child in children(parent).OrderBy(c => c.Id)) digest.Row(child.Id, child.ParentId, child.Name, child.Amount);
        }
        return digest.ToString();
    }

    /// <summary>Puts children to their parents.</summary>
    public static IReadOnlyList<PeerParent> Together(List<PeerParent> parents, IEnumerable<PeerChild> children)
    {
        var byKey = new Dictionary<int, PeerParent>(parents.Count);
        foreach (var parent in parents) byKey.Add(parent.Id, parent);
        foreach (var child in children)
        {
            child.Parent = byKey[child.ParentId];
            child.Parent.Children.Add(child);
        }
        return parents;
    }

    private static async Task FillAsync(Arena arena)
    {
        await using var command = arena.DataSource.CreateCommand($"""
            CREATE TABLE parents (id int PRIMARY KEY, name text NOT NULL, since timestamptz NOT NULL);
            CREATE TABLE children (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parents, name text NOT NULL, amount numeric(12,2) NOT NULL);
            INSERT INTO parents SELECT i, 'parent ' || i, '2026-01-01 00:00Z'::timestamptz + i * interval '1 minute' FROM generate_series(1, {Parents}) i;
            INSERT INTO children SELECT i, (i - 1) / 10 + 1, 'child ' || i, i / 10.0 FROM generate_series(1, {Parents * 10}) i;
            CREATE INDEX ON children (parent_id);
            ANALYZE;
            """);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
