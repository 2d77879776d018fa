using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using LinqAssociation = LinqToDB.Mapping.AssociationAttribute;

namespace AkkaOrm.Compare.Data.Families;

internal abstract class ParentColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("name")] public string Name { get; set; } = "";
    [Column("since")] public DateTime Since { get; set; }
}

internal abstract class ChildColumns
{
    [Key, DatabaseGenerated(DatabaseGeneratedOption.None), Column("id")] public int Id { get; set; }
    [Column("parent_id")] public int ParentId { get; set; }
    [Column("name")] public string Name { get; set; } = "";
    [Column("amount")] public decimal Amount { get; set; }
}

/// <summary>As AkkaOrm has it.</summary>
[Table("parents")]
internal sealed class Parent : ParentColumns
{
    public ToMany<Child> Children { get; init; }
}

/// <inheritdoc cref="Parent"/>
[Table("children")]
internal sealed class Child : ChildColumns
{
    public ToOne<Parent> Parent { get; init; }
}

/// <summary>As EF Core, linq2db and code by hand have it.</summary>
[Table("parents")]
internal sealed class PeerParent : ParentColumns
{
    [LinqAssociation(ThisKey = nameof(Id), OtherKey = nameof(PeerChild.ParentId))] public List<PeerChild> Children { get; set; } = [];
}

/// <inheritdoc cref="PeerParent"/>
[Table("children")]
internal sealed class PeerChild : ChildColumns
{
    [LinqAssociation(ThisKey = nameof(ParentId), OtherKey = nameof(PeerParent.Id), CanBeNull = false)] public PeerParent Parent { get; set; } = null!;
}
