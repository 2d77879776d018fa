using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using LinqIdentity = LinqToDB.Mapping.IdentityAttribute;
using LinqKey = LinqToDB.Mapping.PrimaryKeyAttribute;

namespace AkkaOrm.Compare.Data.Forests;

/// <summary>A row whose key the server makes.</summary>
internal abstract class TreeColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.Identity), LinqKey, LinqIdentity, Column("id")] public int Id { get; set; }
    [Column("name")] public string Name { get; set; } = "";
}

/// <inheritdoc cref="TreeColumns"/>
internal abstract class BranchColumns : TreeColumns
{
    [Column("tree_id")] public int TreeId { get; set; }
}

/// <inheritdoc cref="TreeColumns"/>
internal abstract class LeafColumns : TreeColumns
{
    [Column("branch_id")] public int BranchId { get; set; }
    [Column("size")] public int Size { get; set; }
}

/// <summary>As AkkaOrm has it.</summary>
[Table("trees")]
internal sealed class Tree : TreeColumns
{
    public ToMany<Branch> Branches { get; init; }
}

/// <inheritdoc cref="Tree"/>
[Table("branches")]
internal sealed class Branch : BranchColumns
{
    public ToOne<Tree> Tree { get; init; }
    public ToMany<Leaf> Leaves { get; init; }
}

/// <inheritdoc cref="Tree"/>
[Table("leaves")]
internal sealed class Leaf : LeafColumns
{
    public ToOne<Branch> Branch { get; init; }
}

/// <summary>As EF Core, linq2db and code by hand have it.</summary>
[Table("trees")]
internal sealed class PeerTree : TreeColumns
{
    [LinqToDB.Mapping.NotColumn] public List<PeerBranch> Branches { get; set; } = [];
}

/// <inheritdoc cref="PeerTree"/>
[Table("branches")]
internal sealed class PeerBranch : BranchColumns
{
    [ForeignKey(nameof(TreeId)), LinqToDB.Mapping.NotColumn] public PeerTree Tree { get; set; } = null!;
    [LinqToDB.Mapping.NotColumn] public List<PeerLeaf> Leaves { get; set; } = [];
}

/// <inheritdoc cref="PeerTree"/>
[Table("leaves")]
internal sealed class PeerLeaf : LeafColumns
{
    [ForeignKey(nameof(BranchId)), LinqToDB.Mapping.NotColumn] public PeerBranch Branch { get; set; } = null!;
}
