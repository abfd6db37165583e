using System.Globalization;
using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>A summary in Markdown, for a pull request or an issue.</summary>
public static class ReportMarkdown
{
    /// <summary>Writes findings, roots and methods as tables.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">Its methods, in the order and number in which they are to appear.</param>
    /// <param name="findings">What was found.</param>
    public static string Write(AsyncProfile profile, IEnumerable<MethodRow> methods, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var text = new StringBuilder("# AsyncProf\n");
        if (findings.Count > 0)
        {
            text.Append("\n## Findings\n\n| | about | evidence | advice |\n|---|---|---|---|\n");
            foreach (Finding finding in findings)
                Row(text, $"{finding.Id} | {Escape(NameText.Display(finding.Subject))} | {Escape(finding.Evidence)} | {Escape(finding.Advice)}");
        }

        text.Append("\n## Roots\n\n| root | kind | count | errors | elapsed | p50 | p99 | max |\n|---|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (RootRow root in profile.Roots.Where(root => !root.IsFramework))
            Row(text, $"{Escape(NameText.Display(root.Name))} | {root.Kind.ToString().ToLowerInvariant()} | {root.Count} | {root.Errors} | {DurationText.Of(root.ElapsedNs)} | {DurationText.Of(root.P50Ns)} | {DurationText.Of(root.P99Ns)} | {DurationText.Of(root.MaxNs)}");
        text.Append("\n## Methods\n\n| method | calls | p50 | p99 | running | waiting | ready | blocked |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (MethodRow row in methods.Where(row => row.Kind != FrameKind.Leaf))
            Row(text, $"{Escape(NameText.Display(row.Method))} | {row.Calls} | {DurationText.Of(row.P50Ns)} | {DurationText.Of(row.P99Ns)} | {DurationText.Of(row.TaskSelf.RunningNs)} | {DurationText.Of(row.TaskSelf.WaitingNs)} | {DurationText.Of(row.TaskSelf.ReadyNs)} | {DurationText.Of(row.TaskSelf.BlockedNs)}");
        text.Append("\n## How far to trust this\n\n");
        foreach (string line in TextReport.Quality(profile.Recording).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.Append("* ").Append(Escape(line)).Append('\n');
        return text.ToString();
    }

    private static void Row(StringBuilder text, FormattableString cells) => text.Append("| ").Append(cells.ToString(CultureInfo.InvariantCulture)).Append(" |\n");

    /// <summary>Names come from anywhere: none may end a cell, begin markup, or call somebody.</summary>
    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in PlainText.Printable(name))
        {
            text.Append(letter switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "&#64;",
                '|' or '`' or '*' or '_' or '[' or ']' or '\\' => $"\\{letter}",
                _ => letter.ToString(),
            });
        }

        return text.ToString();
    }
}
