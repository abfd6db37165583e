using System.Globalization;
using System.Text;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Text;

/// <summary>The table of who began what nobody is known to have awaited.</summary>
internal static class SpawnsText
{
    private const int Columns = 45, Indent = 2, ShortestName = 24;

    public static string Write(IReadOnlyList<SpawnRow> rows, int top, int width)
    {
        var text = new StringBuilder();
        PlainText.Line(text, $"{"count",7} {"outlived",8} {"running",8} {"unknown",8} {"task",8}  started, and below it by whom");
        foreach (SpawnRow row in rows.Take(top))
        {
            int room = Math.Max(ShortestName, width - Columns);
            PlainText.Line(text, $"{row.Count,7} {row.Outlived,8} {row.StillRunning,8} {row.AwaiterUnknown,8} {DurationText.Of(row.TaskNs),8}  ", NameText.Fit(row.Started, room), width);
            string by = NameText.Fit(new Frame(row.StarterKind, row.Starter, false), room - Indent - "by ".Length);
            PlainText.Line(text, $"{new string(' ', Columns + Indent)}", "by " + by, width);
        }

        if (rows.Count > top)
            text.Append(CultureInfo.InvariantCulture, $"{"",7} … {rows.Count - top} more\n");
        if (rows.Count == 0)
            text.Append("Nothing was begun that nobody awaited.\n");
        return text.ToString();
    }
}
