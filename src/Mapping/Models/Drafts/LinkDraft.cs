namespace AkkaOrm.Models;

/// <summary>A many-to-many relation, both ends of it, in the making.</summary>
internal sealed class LinkDraft(EntityDraft left, string leftName, EntityDraft right)
{
    public EntityDraft Left { get; } = left;
    public string LeftName { get; } = leftName;
    public EntityDraft Right { get; } = right;
    public string? RightName { get; set; }

    // What the configuration said.
    public string? TableName { get; set; }
    public string[]? LeftColumnNames { get; set; }
    public string[]? RightColumnNames { get; set; }
    public Type? LinkType { get; set; }

    // What the phases found.
    public MemberDraft? LeftEnd { get; set; }
    public MemberDraft? RightEnd { get; set; }
    public string Table { get; set; } = "";
    public string? Schema { get; set; }
    public IReadOnlyList<string> LeftColumns { get; set; } = [];
    public IReadOnlyList<string> RightColumns { get; set; } = [];

    public bool IsSeenFrom(EntityDraft entity, string member) => (Left == entity && LeftName == member) || (Right == entity && RightName == member);
    public override string ToString() => RightName is null ? $"{Left.Name}.{LeftName}" : $"{Left.Name}.{LeftName} – {Right.Name}.{RightName}";
}
