namespace AkkaOrm.Compare.Reports;

/// <summary>The peers in the order of tables and charts, and their colours, which also the colour-blind tell apart.</summary>
/// <remarks>Colours of M. Okabe and K. Ito, "Color Universal Design".</remarks>
internal static class PeerNames
{
    public static readonly string[] InOrder = ["raw", "dapper", "ef", "ef-untracked", "ef-compiled", "linq2db"];

    private static readonly string[] Colours = ["#000000", "#0072b2", "#d55e00", "#e69f00", "#cc79a7", "#009e73"];

    public static string Colour(string peer) => Array.IndexOf(InOrder, peer) is >= 0 and var place ? Colours[place] : "#56b4e9";
}
