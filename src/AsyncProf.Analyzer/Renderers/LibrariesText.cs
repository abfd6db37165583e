using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>Time by library as plain text.</summary>
internal static class LibrariesText
{
    private const int Columns = 72, NarrowColumns = 37;

    private const string Code = "your code and packages", Frameworks = "frameworks", None = "no library that is known";

    /// <summary>Each library: calls into it, its own elapsed time, and its own task time by state; then what is the frameworks' of it, what is not, what is no library's, and that those are all there is.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many rows at the most.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Write(AsyncProfile profile, int top, int width)
    {
        var text = new StringBuilder();
        bool narrow = width < TextReport.NarrowWidth;
        string states = narrow ? $"{"own",8} {"mostly",-8}" : $"{"running",8} {"waiting",8} {"ready",8} {"blocked",8}";
        PlainText.Line(text, $"{"calls",8} {"elapsed",8} {(narrow ? "" : $"{"total",8} {"methods",7} ")}{states}  library");
        foreach (LibraryRow row in profile.Libraries.Take(top))
            Line(text, row, NameText.Fit(row.Library, Math.Max(16, width - (narrow ? NarrowColumns : Columns))), width);
        if (profile.Libraries.Count > top)
            PlainText.Line(text, $"{"",8} … {profile.Libraries.Count - top} more");
        if (profile.Libraries.Count == 0)
            return text.ToString();
        text.Append('\n');
        ILookup<string, LibraryRow> kinds = profile.Libraries.ToLookup(KindOf);
        foreach (string kind in (ReadOnlySpan<string>)[Code, Frameworks, None])
        {
            if (kind != None || kinds.Contains(kind))
                Line(text, Sum(kinds[kind]), kind, width);
        }

        Line(text, Sum(profile.Libraries), "all", width);
        return text.ToString();
    }

    /// <summary>What stands in parentheses is no library: time of requests that is no method's, methods without a namespace, what began before the recording.</summary>
    private static string KindOf(LibraryRow row) => row.Library.StartsWith('(') ? None : row.IsFramework ? Frameworks : Code;

    private static void Line(StringBuilder text, LibraryRow row, string name, int width)
    {
        bool narrow = width < TextReport.NarrowWidth;
        string more = narrow ? "" : $"{(row.ElapsedTotalNs == 0 ? "" : DurationText.Of(row.ElapsedTotalNs)),8} {row.Methods,7} ";
        PlainText.Line(text, $"{row.Calls,8} {DurationText.Of(row.ElapsedSelf.TotalNs),8} {more}{(narrow ? TextReport.Own(row.TaskSelf) : TextReport.States(row.TaskSelf))}  ", name, width);
    }

    /// <summary>What several have themselves; their totals overlap, and have no sum.</summary>
    private static LibraryRow Sum(IEnumerable<LibraryRow> rows) => rows.Aggregate(
        new LibraryRow { Library = "" },
        (sum, row) => sum with { Methods = sum.Methods + row.Methods, Calls = sum.Calls + row.Calls, ElapsedSelf = sum.ElapsedSelf + row.ElapsedSelf, TaskSelf = sum.TaskSelf + row.TaskSelf });
}
