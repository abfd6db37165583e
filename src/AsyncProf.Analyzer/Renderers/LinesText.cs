using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>The awaits of methods line by line, as plain text, with the source where it is at hand.</summary>
public static class LinesText
{
    private const int Columns = 54, NarrowColumns = 36;

    /// <summary>Each method, and below it its awaits in order of their lines: how often it suspended there, how long it waited, was ready, and then ran; and the average of a wait. Between them lines that samples saw, with what ran there.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">The methods, in their order.</param>
    /// <param name="top">How many methods at the most.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Write(AsyncProfile profile, IEnumerable<MethodRow> methods, int top, int width = TextReport.DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(profile);
        MethodRow[] all = [.. methods], rows = [.. all.Where(row => row.Awaits.Count + row.Lines.Count > 0)];
        if (rows.Length == 0 && all.Length > 0)
            return "No await is known: the modules' code was not at hand where this was recorded, or nothing suspended.\n";
        bool narrow = width < TextReport.NarrowWidth;
        var sources = new SourceLines(profile.Recording.StartUtc);
        var text = new StringBuilder();
        PlainText.Line(text, $"{"line",6} {"hits",8} {"waiting",8} {(narrow ? "" : $"{"ready",8} {"running",8} ")}{"average",8}  await");
        foreach (MethodRow row in rows.Take(top))
        {
            text.Append('\n');
            string place = row.File.Length == 0 ? "" : FormattableString.Invariant($"  {Path.GetFileName(row.File.Replace('\\', '/'))}:{row.Line}");
            PlainText.Line(text, $"", PlainText.Printable(NameText.Display(row.Method)) + PlainText.Printable(place), width);
            var lines = new Queue<LineRow>(row.Lines);
            foreach (AwaitRow await in row.Awaits)
            {
                while (await.Line > 0 && lines.TryPeek(out LineRow? next) && string.CompareOrdinal(next.File, await.File) <= 0 && (next.File != await.File || next.Line <= await.Line))
                    Sampled(text, lines.Dequeue(), sources, width, narrow);
                Line(text, row, await, sources, width, narrow);
            }

            foreach (LineRow line in lines)
                Sampled(text, line, sources, width, narrow);
        }

        if (rows.Length > top)
            PlainText.Line(text, $"\n… {rows.Length - top} more methods");
        return text.ToString();
    }

    /// <summary>A line that samples saw: what ran there, and no number of anything.</summary>
    private static void Sampled(StringBuilder text, LineRow line, SourceLines sources, int width, bool narrow)
    {
        string source = PlainText.Printable(sources.Text(line.File, line.Line).Replace('\t', ' '));
        string more = narrow ? "" : $"{"",8} {DurationText.Of(line.RunningNs),8} ";
        PlainText.Line(text, $"{line.Line,6} {"~",8} {"",8} {more}{(narrow ? DurationText.Of(line.RunningNs) : ""),8}  ", Shorten(source, Math.Max(20, width - (narrow ? NarrowColumns : Columns))), width);
    }

    private static void Line(StringBuilder text, MethodRow row, AwaitRow await, SourceLines sources, int width, bool narrow)
    {
        string line = await.Line == 0 ? "?" : FormattableString.Invariant($"{await.Line}");
        string average = await.Hits == 0 ? "-" : DurationText.Of((await.WaitingNs + await.ReadyNs) / await.Hits);
        string more = narrow ? "" : $"{DurationText.Of(await.ReadyNs),8} {DurationText.Of(await.RunningNs),8} ";
        string code = Code(row, await, sources);
        PlainText.Line(text, $"{line,6} {await.Hits,8} {DurationText.Of(await.WaitingNs),8} {more}{average,8}  ", Shorten(code, Math.Max(20, width - (narrow ? NarrowColumns : Columns))), width);
    }

    /// <summary>The source; where several awaits share it, or it is not at hand, also what is awaited.</summary>
    private static string Code(MethodRow row, AwaitRow await, SourceLines sources)
    {
        string on = await.On.Length == 0 ? "await (unknown)" : $"await {PlainText.Printable(NameText.Display(await.On))}";
        string source = PlainText.Printable(sources.Text(await.File, await.Line).Replace('\t', ' '));
        bool isAlone = row.Awaits.Count(other => other.Line == await.Line && other.File == await.File) == 1;
        return source.Length == 0 ? on : isAlone && source.Contains("await", StringComparison.Ordinal) ? source : $"{on}  ← {source}";
    }

    private static string Shorten(string text, int room) => text.Length <= room ? text : text[..(room - 1)] + "…";
}
