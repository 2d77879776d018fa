using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Changes for people: keys and names, no values.</summary>
internal static class ChangeText
{
    public static string Line(Change change)
    {
        var verb = change.Kind switch { ChangeKind.Add => "add", ChangeKind.Delete => "delete", _ => "update" };
        var row = ValueReader.Key(change.Type, change.Values) is { } key ? key.ToString() : $"new {change.Type.Name}";
        string[] names = change.Kind == ChangeKind.Delete ? [] : [.. change.Type.Properties.Where(p => Sets(change, p)).Select(p => p.Name), .. change.Type.Relations.Where(r => Sets(change, r)).Select(r => r.Name)];
        return names.Length == 0 ? $"{verb} {row}" : $"{verb} {row} ({string.Join(", ", names)})";
    }

    private static bool Sets(Change change, Property property) => change.Has(property) && !property.IsKey && change.Kind switch
    {
        ChangeKind.Add => !property.IsGenerated || change.ExplicitlySet.Contains(property.Ordinal) || !StoreValues.Same(change.Values[property.Ordinal], property.Unset),
        ChangeKind.Update => !StoreValues.Same(change.Before[property.Ordinal], change.Values[property.Ordinal]),
        _ => !property.IsGenerated,
    };

    private static bool Sets(Change change, Relation relation) =>
        change.Relations[relation.Ordinal] is not RelationValue.Unset and var value &&
        (change.Kind != ChangeKind.Update || !RelationDifference.Same(change.RelationsBefore[relation.Ordinal], value));
}
