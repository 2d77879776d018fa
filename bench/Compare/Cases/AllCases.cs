using System.Text.RegularExpressions;
using AkkaOrm.Compare.Cases.Concurrency;
using AkkaOrm.Compare.Cases.Distances;
using AkkaOrm.Compare.Cases.Writing;
using AkkaOrm.Compare.Frame;

namespace AkkaOrm.Compare.Cases;

/// <summary>Every case of this program: each class that has a constructor without parameters, and those named here.</summary>
internal static class AllCases
{
    /// <summary>Cases of one class with different numbers.</summary>
    private static readonly IReadOnlyList<Case> WithParameters =
    [
        .. from callers in (int[])[8, 64, 256, 512] select new ByKeyCase(callers),
        .. from milliseconds in (double[])[0.5, 2, 10]
           from @case in (Case[])[new DistantByKeyCase(milliseconds, 1), new DistantByKeyCase(milliseconds, 64), new DistantUnitCase(milliseconds), new DistantGraphCase(milliseconds)]
           select @case,
        .. new[] { 1, 10, 100 }.Select(writes => new UnitCase(writes)),
        .. from writes in (int[])[10, 100, 1000] select new MixedCase(writes),
        .. from rows in (int[])[1, 100, 1_000, 10_000] select new NpgsqlInsertCase(rows),
    ];

    /// <summary>In the order of the page: by group, then by name, numbers by their value.</summary>
    public static IReadOnlyList<Case> List() =>
    [
        .. typeof(AllCases).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Case)) && !t.IsAbstract && t.GetConstructor(Type.EmptyTypes) is not null)
            .Select(t => (Case)Activator.CreateInstance(t)!)
            .Concat(WithParameters)
            .OrderBy(c => c.Group, StringComparer.Ordinal)
            .ThenBy(c => Ordered(c.Name), StringComparer.Ordinal),
    ];

    /// <summary>A name whose numbers are all as long: 64 stands before 512.</summary>
    private static string Ordered(string name) => Regex.Replace(name, "[0-9]+", number => number.Value.PadLeft(9, '0'));
}
