using System.Globalization;
using System.Text;
using AsyncProf.Diffing;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers.Diffs;

/// <summary>A comparison in Markdown, fit for a comment on a pull request: what was decided on top, the rest folded.</summary>
internal static class DiffMarkdown
{
    private const int MostMethods = 10, MostRoots = 50;

    /// <summary>Writes it.</summary>
    public static string Write(ProfileDiff diff)
    {
        var text = new StringBuilder("## AsyncProf: base and head\n\n");
        text.Append(diff.Verdict switch { Verdict.Regression => "🔺 ", Verdict.NoRegression => "✅ ", _ => "⚠️ " }).Append("**").Append(MarkdownText.Escape(DiffSentences.Verdict(diff))).Append("**\n");
        RootChange[] roots = [.. DiffRows.Roots(diff)], decided = [.. roots.Where(root => root.IsProved)], others = [.. roots.Where(root => !root.IsProved)];
        if (decided.Length > 0)
        {
            text.Append('\n');
            Table(text, "root", decided.Take(MostRoots).Select(root => Row(root.Key.Name, root.Elapsed, root.Decision, root.Presence, root.AdjustedP, root.Base.Total, root.Head.Total, root.Measure)));
        }

        foreach (RootChange root in DiffRows.Detailed(diff).Take(MostMethods))
            Details(text, root);
        Fold(text, $"{others.Length} other roots", () => Table(text, "root", others.Take(MostRoots).Select(root => Row(root.Key.Name, root.Elapsed, root.Decision, root.Presence, root.AdjustedP, root.Base.Total, root.Head.Total, root.Measure))), others.Length > 0);
        Fold(text, "What was compared", () => About(text, diff), isWorthIt: true);
        return text.ToString();
    }

    private static void Details(StringBuilder text, RootChange root)
    {
        (IReadOnlyList<MethodChange> shown, int hidden, double rest) = DiffRows.Methods(root, MostMethods);
        text.Append("\n**").Append(MarkdownText.Escape(NameText.Display(root.Key.Name))).Append("** ").Append(MarkdownText.Escape(DiffSentences.Of(root))).Append('\n');
        foreach (MethodChange method in shown.Where(method => DiffRows.IsExplained(method, root)))
            text.Append("\n- **").Append(MarkdownText.Escape(NameText.Display(method.Key.Name))).Append("**").Append(Mark(method.Presence)).Append(' ').Append(MarkdownText.Escape(DiffSentences.Of(method, root)));
        text.Append('\n');
        Fold(
            text,
            "Its methods",
            () =>
            {
                Table(text, "method, its own time", shown.Select(method => Row(method.Key.Name, method.Self, method.Decision, method.Presence, method.AdjustedP, method.Base.Total, method.Head.Total, method.Measure)));
                text.Append(CultureInfo.InvariantCulture, $"\n{hidden} more, {DiffNumbers.Change(rest, root.Measure)} together; {DiffSentences.Sum(root)}.\n");
            },
            isWorthIt: true);
    }

    private static void About(StringBuilder text, ProfileDiff diff)
    {
        text.Append(CultureInfo.InvariantCulture, $"- base: {diff.Base.Runs.Count} runs, head: {diff.Head.Runs.Count} runs; the run is the unit that is sampled\n");
        text.Append(CultureInfo.InvariantCulture, $"- a change counts from {DiffNumbers.Percent(diff.Options.Threshold)} and {DiffNumbers.Amount(diff.Options.FloorNs, diff.Options.Measure)} on, with an adjusted p of at most {diff.Options.Alpha:0.####} (one-sided exact Mann–Whitney, Holm)\n");
        foreach ((MethodChange method, RootChange root) in DiffRows.Unmatched(diff).Take(MostRoots))
            text.Append("- ").Append(MarkdownText.Escape(DiffSentences.OfUnmatched(method, root))).Append('\n');
        foreach (ProbableRename rename in diff.Renames.Take(MostRoots))
            text.Append("- ").Append(MarkdownText.Escape(DiffSentences.Of(rename))).Append('\n');
        foreach (ComparabilityIssue issue in diff.Issues)
            text.Append(issue.Breaks ? "- ⚠️ " : "- ").Append(MarkdownText.Escape(issue.Text)).Append('\n');
    }

    private static void Table(StringBuilder text, string what, IEnumerable<string> rows)
    {
        text.Append("| ").Append(what).Append(" | base | head | change | 95 % interval | p | adj. p | n |\n|---|--:|--:|--:|:-:|--:|--:|--:|\n");
        foreach (string row in rows)
            text.Append(row).Append('\n');
    }

    private static string Row(string name, MeasureChange? change, Decision decision, Presence presence, double? adjusted, double before, double after, DiffMeasure measure)
    {
        string mark = decision switch { Decision.Regression => "🔺 ", Decision.Improvement => "🔽 ", _ => "" };
        string cells = change is null
            ? $"{(presence == Presence.Added ? "-" : DiffNumbers.Amount(before, measure))} | {(presence == Presence.Added ? DiffNumbers.Amount(after, measure) : "-")} | | | | |"
            : $"{DiffNumbers.Amount(change.Base, measure)} | {DiffNumbers.Amount(change.Head, measure)} | {(decision == Decision.Unchanged ? "\\~" : DiffNumbers.Relative(change))} | {DiffNumbers.Interval(change)} | {MarkdownText.Escape(DiffNumbers.P(change.P))} | {MarkdownText.Escape(DiffNumbers.P(adjusted))} | {DiffNumbers.Runs(change)}";
        return $"| {mark}{MarkdownText.Escape(NameText.Display(name))}{Mark(presence)} | {cells} |";
    }

    private static string Mark(Presence presence) => presence switch { Presence.Added => " (new)", Presence.Removed => " (removed)", _ => "" };

    private static void Fold(StringBuilder text, string summary, Action body, bool isWorthIt)
    {
        if (!isWorthIt)
            return;
        text.Append("\n<details><summary>").Append(summary).Append("</summary>\n\n");
        body();
        text.Append("\n</details>\n");
    }
}
