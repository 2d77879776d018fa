using System.Collections.Immutable;

namespace AkkaOrm.Models;

/// <summary>What a model is made of.</summary>
internal sealed record ModelParts(ImmutableArray<EntityType> EntityTypes);

/// <summary>From drafts without faults to what never changes again.</summary>
internal static class MakeModel
{
    public static ModelParts Of(ModelDraft model)
    {
        var types = model.Entities.Select((e, i) => Entity(e, i)).ToImmutableArray();
        var byDraft = model.Entities.Zip(types).ToDictionary(p => p.First, p => p.Second);
        var ends = new Dictionary<MemberDraft, Relation>();
        var relations = types.ToDictionary(t => t, _ => new List<Relation>());
        // Ends that are properties come first, in the order of their class; ends that exist for the other side only come after them.
        var made = model.Entities.SelectMany(e => e.Relations).Select(m => m.Relation!).Distinct()
            .Concat(model.Relations).Concat(model.Links).Distinct().ToList();
        foreach (var entity in model.Entities)
            foreach (var end in entity.Relations) ends[end] = Member(byDraft, relations, entity, end);
        foreach (var draft in made)
        {
            if (draft is RelationDraft relation) Complete(byDraft, relations, ends, relation);
            else if (draft is LinkDraft link) Complete(byDraft, relations, ends, link);
        }
        foreach (var (entity, type) in byDraft)
        {
            type.Relations = [.. relations[type]];
            type.Construction = Construction(entity.Shape!, ends);
            type.Copy = ShallowCopy.Of;
            KeyReader.Register(type);
        }
        return new(types);
    }

    private static EntityType Entity(EntityDraft draft, int ordinal)
    {
        var type = new EntityType { Ordinal = ordinal, Name = draft.Name, ClrType = draft.ClrType, Table = draft.Table, Schema = draft.Schema, VersionKind = draft.VersionKind, Filters = [.. draft.Filters] };
        type.Properties = [.. draft.Properties.Select((p, i) => Property(type, p, i, draft.Key.Contains(p)))];
        type.Key = new([.. draft.Key.Select(p => p.Made!)]);
        type.Version = draft.Version?.Made;
        type.Indexes = [.. draft.Indexes.Select(i => Index(draft, i))];
        return type;
    }

    private static Property Property(EntityType entity, PropertyDraft draft, int ordinal, bool isKey)
    {
        var property = new Property
        {
            Ordinal = ordinal,
            Name = draft.Name,
            Column = draft.Column,
            Mapping = draft.Mapping!,
            IsNullable = draft.IsNullable,
            Source = draft.Source,
            DefaultSql = draft.DefaultSql,
            ComputedSql = draft.ComputedSql,
            MaxLength = draft.MaxLength,
            Path = draft.Path,
            IsDeferred = draft.IsDeferred,
            IsConcurrencyToken = draft.IsConcurrencyToken,
            IsSystem = draft.IsSystem,
            IsForeignKey = draft.IsForeignKey,
            IsKey = isKey,
        };
        if (!property.IsShadow) PropertyAccess.Fill(entity, property);
        draft.Made = property;
        return property;
    }

    private static Index Index(EntityDraft entity, IndexDraft draft)
    {
        var properties = draft.Names.Select(n => entity.Property(n)!.Made!).Where(p => !p.IsSystem).ToImmutableArray();
        return new(Identifiers.OfConstraint(entity.Table, properties.Select(p => p.Column), draft.IsUnique ? "key" : "idx"), properties, draft.IsUnique);
    }

    private static Relation Member(Dictionary<EntityDraft, EntityType> types, Dictionary<EntityType, List<Relation>> relations, EntityDraft entity, MemberDraft end)
    {
        var (from, kind) = (types[entity], end.Relation is LinkDraft ? RelationKind.ManyToMany : end.IsMany ? RelationKind.ToMany : RelationKind.ToOne);
        var to = types.Values.Single(t => t.ClrType == end.Target);
        var relation = new Relation { Ordinal = relations[from].Count, Name = end.Name, Kind = kind, From = from, To = to, Member = end.Member, Info = new(from.Name, end.Name) };
        relations[from].Add(relation);
        return relation;
    }

    /// <summary>The end that no property shows.</summary>
    private static Relation Hidden(Dictionary<EntityType, List<Relation>> relations, EntityType from, EntityType to, RelationKind kind, string shown)
    {
        var name = $"({shown})";
        var relation = new Relation { Ordinal = relations[from].Count, Name = name, Kind = kind, From = from, To = to, Info = new(from.Name, name) };
        relations[from].Add(relation);
        return relation;
    }

    private static void Complete(Dictionary<EntityDraft, EntityType> types, Dictionary<EntityType, List<Relation>> relations, Dictionary<MemberDraft, Relation> ends, RelationDraft draft)
    {
        var (dependent, principal) = (types[draft.Dependent], types[draft.Principal]);
        var holding = draft.DependentEnd is { } shown ? ends[shown] : Hidden(relations, dependent, principal, RelationKind.ToOne, $"{draft}");
        var referred = draft.PrincipalEnd is { } end ? ends[end] : Hidden(relations, principal, dependent, draft.IsOneToOne ? RelationKind.ToOne : RelationKind.ToMany, $"{draft}");
        foreach (var (relation, inverse) in new[] { (holding, referred), (referred, holding) })
        {
            relation.Inverse = inverse;
            relation.IsRequired = draft.IsRequired;
            relation.OnDelete = draft.OnDelete;
            relation.DeleteOrphans = draft.DeleteOrphans;
        }
        holding.HoldsForeignKey = true;
        holding.FromKey = referred.ToKey = [.. draft.ForeignKey.Select(p => p.Made!)];
        holding.ToKey = referred.FromKey = [.. draft.PrincipalKey.Select(p => p.Made!)];
        referred.OrderBy = draft.OrderBy?.Made;
    }

    private static void Complete(Dictionary<EntityDraft, EntityType> types, Dictionary<EntityType, List<Relation>> relations, Dictionary<MemberDraft, Relation> ends, LinkDraft draft)
    {
        var (left, right) = (types[draft.Left], types[draft.Right]);
        var from = ends[draft.LeftEnd!];
        var to = draft.RightEnd is { } end ? ends[end] : Hidden(relations, right, left, RelationKind.ManyToMany, $"{draft}");
        from.Inverse = to;
        to.Inverse = from;
        from.FromKey = to.ToKey = left.Key.Properties;
        from.ToKey = to.FromKey = right.Key.Properties;
        from.Link = new(draft.Table, draft.Schema, [.. draft.LeftColumns], [.. draft.RightColumns]) { IsEntity = draft.LinkType is not null };
        to.Link = new(draft.Table, draft.Schema, [.. draft.RightColumns], [.. draft.LeftColumns]) { IsEntity = draft.LinkType is not null };
    }

    private static Construction Construction(ShapeDraft shape, Dictionary<MemberDraft, Relation> ends)
    {
        var parameters = shape.Constructor?.GetParameters() ?? [];
        var arguments = parameters.Zip(shape.Arguments, (p, m) => m is null ? new MemberSource.Default(p.ParameterType, DefaultOf(p.ParameterType, p.DefaultValue)) : Source(m, ends));
        var assignments = shape.Members.Where(m => !shape.Arguments.Contains(m)).Select(m => (m.Member, Source(m, ends)));
        return new(shape.Type, shape.Constructor, [.. arguments], [.. assignments]);
    }

    // Reflection says null for "default" of a struct, and a number for an enum.
    private static object? DefaultOf(Type type, object? value) =>
        value is null ? (type.IsValueType ? Activator.CreateInstance(type) : null)
        : (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named ? Enum.ToObject(named, value) : value;

    private static MemberSource Source(MemberDraft member, Dictionary<MemberDraft, Relation> ends)
    {
        var type = member.Member.PropertyType;
        return member switch
        {
            { Column: { } column } => new MemberSource.Column(type, column.Made!),
            { ValueObject: { } shape } => new MemberSource.ValueObject(type, Construction(shape, ends), member.IsNullable == true),
            _ => new MemberSource.Related(type, ends[member]),
        };
    }
}
