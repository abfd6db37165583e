using AsyncProf.Diffing;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers.Diffs;

/// <summary>What the page says of a comparison before it draws.</summary>
internal static class DiffPageHeads
{
    private const int MostRows = 200, MostMethods = 20;

    /// <summary>The head of the page.</summary>
    public static DiffPageHead Of(ProfileDiff diff, string title)
    {
        HashSet<RootChange> detailed = [.. DiffRows.Detailed(diff)];
        return new(
        title,
        DiffSentences.Verdict(diff),
        [.. diff.Issues.Select(issue => issue.Text), .. diff.Renames.Take(MostMethods).Select(DiffSentences.Of), .. DiffRows.Unmatched(diff).Take(MostMethods).Select(pair => DiffSentences.OfUnmatched(pair.Method, pair.Root))],
        [.. DiffRows.Roots(diff).SelectMany(root => Rows(root, detailed.Contains(root))).Take(MostRows)]);
    }

    private static IEnumerable<DiffPageRow> Rows(RootChange root, bool isDetailed)
    {
        if (isDetailed || root.Presence != Presence.Both)
            yield return new DiffPageRow(root.Key.Name, root.Key.Name, "root", Word(root.Decision, root.Presence), DiffSentences.Of(root) + Sure(root.Elapsed, root.AdjustedP));
        if (!isDetailed)
            yield break;
        foreach (MethodChange method in DiffRows.Methods(root, MostMethods).Shown.Where(method => DiffRows.IsExplained(method, root)))
            yield return new DiffPageRow(method.Key.Name, root.Key.Name, "method", Word(method.Decision, method.Presence), PlainText.Printable(DiffSentences.Of(method, root)) + Sure(method.Self, method.AdjustedP));
    }

    private static string Sure(MeasureChange? change, double? adjusted) => change is null || adjusted is null ? "" : $"; adjusted p {DiffNumbers.P(adjusted)}, n {DiffNumbers.Runs(change)}";

    private static string Word(Decision decision, Presence presence) => decision switch
    {
        Decision.Regression => "regression",
        Decision.Improvement => "improvement",
        _ => presence switch { Presence.Added => "added", Presence.Removed => "removed", _ => "none" },
    };
}
