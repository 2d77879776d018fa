using System.Globalization;
using System.Net;
using System.Text;
using AkkaOrm.Compare.Runs;

namespace AkkaOrm.Compare.Reports;

/// <summary>A group of cases as a picture: a line for each case, a dot for each peer, on a scale of factors; right of 1 we do better.</summary>
internal static class RatioChart
{
    private const int Left = 230, Right = 30, Top = 64, LineHeight = 24, Width = 860, Bottom = 34;
    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

    public static string FileName(string group) => $"{string.Concat(group.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'))}.svg";

    /// <returns>An SVG document, readable on light and dark ground.</returns>
    public static string Of(string group, IReadOnlyList<CaseResult> cases)
    {
        CaseResult[] shown = [.. cases.Where(c => c.Ratios.Any())];
        var ratios = shown.SelectMany(c => c.Ratios).Select(r => r.Ratio).DefaultIfEmpty(1).ToList();
        var least = Math.Min(0.5, Steps.LastOrDefault(s => s <= ratios.Min(), Steps[0]));
        var most = Math.Max(2, Steps.FirstOrDefault(s => s >= ratios.Max(), Steps[^1]));
        var bottom = Top + shown.Length * LineHeight;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {bottom + Bottom}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        Line(svg, $"<text x=\"12\" y=\"22\" font-size=\"15\" font-weight=\"bold\">{WebUtility.HtmlEncode(group)}: times better than each peer</text>");
        Legend(svg, [.. shown.SelectMany(c => c.Ratios).Select(r => r.Peer).Distinct().OrderBy(p => Array.IndexOf(PeerNames.InOrder, p))]);
        foreach (var step in Steps.Where(s => s >= least && s <= most)) Grid(svg, step, bottom, X(step));
        for (var i = 0; i < shown.Length; i++) Dots(svg, shown[i], Top + i * LineHeight + LineHeight / 2, X);
        svg.Append("</svg>\n");
        return svg.ToString();

        double X(double ratio) => Left + (Width - Left - Right) * Math.Log(Math.Clamp(ratio, least, most) / least) / Math.Log(most / least);
    }

    private static void Legend(StringBuilder svg, string[] peers)
    {
        for (var i = 0; i < peers.Length; i++)
        {
            var x = Left + i * 100;
            Line(svg, $"<circle cx=\"{x}\" cy=\"42\" r=\"5\" fill=\"{PeerNames.Colour(peers[i])}\"/><text x=\"{x + 9}\" y=\"46\">{WebUtility.HtmlEncode(peers[i])}</text>");
        }
    }

    private static void Grid(StringBuilder svg, double step, int bottom, double x)
    {
        var (colour, width) = step == 1 ? ("#444444", 1.5) : ("#dddddd", 1);
        Line(svg, $"<line x1=\"{x:0.#}\" y1=\"{Top}\" x2=\"{x:0.#}\" y2=\"{bottom}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>");
        Line(svg, $"<text x=\"{x:0.#}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{step}×</text>");
    }

    private static void Dots(StringBuilder svg, CaseResult result, int y, Func<double, double> x)
    {
        Line(svg, $"<text x=\"{Left - 12}\" y=\"{y + 4}\" text-anchor=\"end\">{WebUtility.HtmlEncode(result.Name)}</text>");
        foreach (var (peer, ratio) in result.Ratios)
        {
            Line(svg, $"<circle cx=\"{x(ratio):0.#}\" cy=\"{y}\" r=\"5\" fill=\"{PeerNames.Colour(peer)}\" fill-opacity=\"0.85\"><title>{WebUtility.HtmlEncode(peer)} {ratio:0.00}</title></circle>");
        }
    }

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
