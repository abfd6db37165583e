using System.Text;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Text;

/// <summary>Draws what samples saw on threads that executed no operation.</summary>
internal static class OutsideText
{
    private const int Columns = 28;

    public static string Write(AsyncProfile profile, int top, int width, bool withFrameworks)
    {
        if (profile.Recording.Samples == 0 && profile.Outside.Count == 0)
            return "No samples were taken.\n";
        var text = new StringBuilder();
        PlainText.Line(text, $"{"total",8} {"self",8} {"",8}  method");
        OutsideRow[] rows = [.. profile.Outside.Where(row => withFrameworks || !row.IsFramework)];
        foreach (OutsideRow row in rows.Take(top))
            PlainText.Line(text, $"{DurationText.Of(row.TotalNs),8} {DurationText.Of(row.SelfNs),8} {(row.IsExternal ? "external" : ""),8}  ", NameText.Fit(row.Method, Math.Max(0, width - Columns)), width);
        if (rows.Length > top)
            PlainText.Line(text, $"{"",8} … {rows.Length - top} more");
        if (!withFrameworks && profile.Outside.Count(row => row.IsFramework) is var own and > 0)
            PlainText.Line(text, $"{"",8} and {own} of the frameworks' own: --show-all shows them");
        return text.ToString();
    }
}
