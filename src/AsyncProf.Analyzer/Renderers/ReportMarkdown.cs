using System.Globalization;
using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Renderers;

/// <summary>A summary in Markdown, for a pull request or an issue.</summary>
public static class ReportMarkdown
{
    /// <summary>Writes findings, roots and methods as tables.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">Its methods, in the order and number in which they are to appear.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="withMinor">Whether findings that cost next to nothing are shown too, and not only counted.</param>
    /// <param name="withBegunBefore">Whether what began before the recording is shown where it belongs, and not only in a line below.</param>
    public static string Write(AsyncProfile profile, IEnumerable<MethodRow> methods, IReadOnlyList<Finding> findings, bool withMinor = false, bool withBegunBefore = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Write(profile, methods, findings, withMinor, withBegunBefore, null);
    }

    /// <summary>The same with a column for what the methods are sorted by.</summary>
    internal static string Write(AsyncProfile profile, IEnumerable<MethodRow> methods, IReadOnlyList<Finding> findings, bool withMinor, bool withBegunBefore, string? sort)
    {
        var text = new StringBuilder("# AsyncProf\n");
        if (findings.Count > 0)
        {
            text.Append("\n## Findings\n\n| | about | impact | evidence | advice |\n|---|---|---|---|---|\n");
            foreach (Finding finding in findings.Where(finding => withMinor || !finding.IsMinor))
                Row(text, $"{finding.Id} | {MarkdownText.Escape(NameText.Display(finding.Subject))} | {FindingsText.Impact(finding)} | {MarkdownText.Escape(finding.Evidence)} | {MarkdownText.Escape(finding.Advice)}");
            if (!withMinor && FindingsText.Minor(findings) is { Length: > 0 } minor)
                text.Append("\nNot shown: ").Append(minor).Append(".\n");
        }

        text.Append("\n## Roots\n\n| root | kind | count | errors | elapsed | p50 | p99 | max |\n|---|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (RootRow root in profile.Roots.Where(root => !root.IsFramework && (withBegunBefore || root.Name != MethodName.Unknown.Name)))
            Row(text, $"{MarkdownText.Escape(NameText.Display(root.Name) + Remark(root))} | {root.Kind.ToString().ToLowerInvariant()} | {root.Count} | {root.Errors} | {DurationText.Of(root.ElapsedNs)} | {DurationText.Of(root.P50Ns)} | {DurationText.Of(root.P99Ns)} | {DurationText.Of(root.MaxNs)}");
        (string Title, Func<MethodRow, string> Text)[] more = [.. MoreColumns(profile.Recording, sort)];
        text.Append("\n## Methods\n\n| method | calls | p50 | p99 | running | waiting | ready | blocked |").AppendJoin("", more.Select(column => $" {column.Title} |"))
            .Append("\n|---|--:|--:|--:|--:|--:|--:|--:|").AppendJoin("", more.Select(_ => "--:|")).Append('\n');
        foreach (MethodRow row in methods.Where(row => row.Kind != FrameKind.Leaf && (withBegunBefore || !TextReport.IsBegunBefore(row.Kind, row.Method))))
            Row(text, $"{MarkdownText.Link(NameText.Display(row.Method), row.Link)} | {row.Calls} | {DurationText.Of(row.P50Ns)} | {DurationText.Of(row.P99Ns)} | {DurationText.Of(row.TaskSelf.RunningNs)} | {DurationText.Of(row.TaskSelf.WaitingNs)} | {DurationText.Of(row.TaskSelf.ReadyNs)} | {DurationText.Of(row.TaskSelf.BlockedNs)}{string.Concat(more.Select(column => " | " + column.Text(row)))}");
        text.Append(TextReport.BegunBefore(profile, withBegunBefore)).Append("\n## Data quality\n\n");
        foreach (string line in TextReport.Quality(profile.Recording).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.Append("* ").Append(MarkdownText.Escape(line)).Append('\n');
        return text.ToString();
    }

    /// <summary>What methods allocated and computed themselves where that was measured, and what they are sorted by where that is in no column yet.</summary>
    private static IEnumerable<(string Title, Func<MethodRow, string> Text)> MoreColumns(RecordingInfo recording, string? sort)
    {
        if (recording.Allocated is not null)
            yield return ("alloc", row => SizeText.Of(row.UsedSelf.AllocatedBytes));
        if (recording.Cpu is not null)
            yield return ("cpu", row => DurationText.Of(row.UsedSelf.CpuNs));
        if (sort is not (null or "p50" or "alloc" or "cpu") && MethodOrder.Column(sort) is { } column && MethodOrder.IsMeasured(sort, recording))
            yield return column;
    }

    private static string Remark(RootRow root) => RootRemarks.Of(root) is { Length: > 0 } remark ? $" ({remark})" : "";

    private static void Row(StringBuilder text, FormattableString cells) => text.Append("| ").Append(cells.ToString(CultureInfo.InvariantCulture)).Append(" |\n");
}
