namespace AkkaOrm.Models;

/// <summary>Which properties look like the foreign key of a relation.</summary>
internal static class ForeignKeyNames
{
    /// <summary>As <c>[ForeignKey]</c> says, on the relation or on the columns; null when nothing says it.</summary>
    public static IReadOnlyList<string>? Marked(EntityDraft dependent, MemberDraft? end, MemberDraft? principalEnd)
    {
        if ((end?.ForeignKeyNames ?? principalEnd?.ForeignKeyNames) is { } names) return names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (end is null) return null;
        return dependent.Properties.Where(p => p.ForeignKeyOf == end.Name).OrderBy(p => p.Order).Select(p => p.Name).ToList() is { Count: > 0 } columns ? columns : null;
    }

    /// <summary>By name: <c>&lt;Role&gt;&lt;Key&gt;</c>, <c>&lt;Role&gt;Id</c>, where the role is the relation's name or the principal's.</summary>
    public static List<PropertyDraft>? Named(EntityDraft dependent, IEnumerable<string> roles, EntityDraft principal, IReadOnlyList<PropertyDraft> key)
    {
        foreach (var role in roles)
        {
            var found = key.Select(k => Candidates(role, k, key.Count == 1).Select(n => Find(dependent, n)).FirstOrDefault(p => p is not null)).ToList();
            // Its own key is not what an entity refers to itself by.
            if (found.Count > 0 && !found.Contains(null) && !(dependent == principal && found.Any(p => dependent.Key.Contains(p!)))) return found!;
        }
        return null;
    }

    public static bool HasOneFor(EntityDraft dependent, MemberDraft end, EntityDraft principal) =>
        Marked(dependent, end, null) is not null || Named(dependent, [end.Name, principal.Name], principal, principal.Key) is not null;

    private static IEnumerable<string> Candidates(string role, PropertyDraft key, bool isSingle)
    {
        var name = key.Name.Replace(".", "", StringComparison.Ordinal);
        yield return role + name;
        if (name.StartsWith(role, StringComparison.OrdinalIgnoreCase)) yield return name;
        if (isSingle) yield return role + "Id";
    }

    private static PropertyDraft? Find(EntityDraft entity, string name) => entity.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}
