using System.Linq.Expressions;

namespace AkkaOrm.Models;

/// <summary>A model in the making: what the configuration said, then what the phases found out. Faults gather here until all are known.</summary>
internal sealed class ModelDraft
{
    private readonly Dictionary<Type, EntityDraft> _known = [];

    public List<string> Faults { get; } = [];
    public Naming Naming { get; set; }

    /// <summary>In the order they were named.</summary>
    public List<EntityDraft> Entities { get; } = [];
    public List<RelationDraft> Relations { get; } = [];
    public List<LinkDraft> Links { get; } = [];

    public EntityDraft Entity(Type type)
    {
        var draft = Known(type);
        if (draft.IsMapped) return draft;
        draft.IsMapped = true;
        Entities.Add(draft);
        return draft;
    }

    /// <summary>The draft of a type, which need not be an entity of the model (yet).</summary>
    public EntityDraft Known(Type type)
    {
        if (!_known.TryGetValue(type, out var draft)) _known.Add(type, draft = new(type));
        return draft;
    }

    public EntityDraft? Find(Type type) => _known.TryGetValue(type, out var draft) && draft.IsMapped ? draft : null;

    /// <summary>A relation as configured from either side; the second mention of one adds to the first.</summary>
    public RelationDraft Relate(Type dependent, string? dependentMember, Type principal, string? principalMember, bool isOneToOne)
    {
        var (from, to) = (Known(dependent), Known(principal));
        var known = Relations.FirstOrDefault(r =>
            (dependentMember is not null && r.Dependent == from && r.DependentName == dependentMember) || (principalMember is not null && r.Principal == to && r.PrincipalName == principalMember));
        if (known is not null && known.Accepts(from, dependentMember, to, principalMember, isOneToOne))
        {
            known.DependentName ??= dependentMember;
            known.PrincipalName ??= principalMember;
            return known;
        }
        var made = new RelationDraft(from, to) { DependentName = dependentMember, PrincipalName = principalMember, IsOneToOne = isOneToOne };
        if (known is not null) Faults.Add($"{known} is mapped twice, the second time as {made}: a property belongs to one relation.");
        else Relations.Add(made);
        return made;
    }

    public LinkDraft Link(Type left, string leftMember, Type right, string? rightMember)
    {
        var (from, to) = (Known(left), Known(right));
        if (Links.FirstOrDefault(l => l.IsSeenFrom(from, leftMember)) is { } known)
        {
            known.RightName ??= rightMember;
            return known;
        }
        var made = new LinkDraft(from, leftMember, to) { RightName = rightMember };
        if (rightMember is not null && Links.FirstOrDefault(l => l.IsSeenFrom(to, rightMember)) is { } other)
        {
            if (other.Left == to && other.Right == from && (other.RightName is null || other.RightName == leftMember)) Faults.Add($"{made} is mapped from both sides: say all of it on one.");
            else Faults.Add($"{other} is mapped twice, the second time as {made}: a property belongs to one relation.");
            return made;
        }
        Links.Add(made);
        return made;
    }

    /// <summary>The one member an inverse lambda names; null for no lambda.</summary>
    public string? NameOf(EntityDraft entity, string method, LambdaExpression? inverse) =>
        inverse is null ? null : MemberNames.Of(inverse) is [var name] ? name : Refuse(entity, method, inverse);

    /// <summary>Notes that a lambda names no property.</summary>
    /// <returns>What stands for the name: it matches nothing.</returns>
    public string Refuse(EntityDraft entity, string method, LambdaExpression lambda)
    {
        Faults.Add($"{entity.Name}: {method}({lambda}) names no property; write x => x.Name{(method is "HasKey" or "HasForeignKey" or "HasPrincipalKey" or "HasIndex" ? " or x => new { x.First, x.Second }" : "")}.");
        return Refused;
    }

    public const string Refused = "";
}
