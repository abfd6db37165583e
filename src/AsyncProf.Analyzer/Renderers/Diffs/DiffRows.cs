using AsyncProf.Diffing;

namespace AsyncProf.Renderers.Diffs;

/// <summary>Which rows of a comparison are worth showing to people; JSON and CSV hold all.</summary>
internal static class DiffRows
{
    /// <summary>The roots without the frameworks' own.</summary>
    public static IEnumerable<RootChange> Roots(ProfileDiff diff) => diff.Roots.Where(root => !root.IsFramework && (root.Elapsed is not null || root.Base.Total + root.Head.Total > 0));

    /// <summary>The roots whose methods are shown: those decided. Where nothing could be, those with the largest change of the time of a run, as a description.</summary>
    public static IEnumerable<RootChange> Detailed(ProfileDiff diff) => diff.Verdict != Verdict.CannotFire
        ? diff.Roots.Where(root => root.IsProved)
        : Roots(diff).Where(root => root.Presence == Presence.Both)
            .OrderByDescending(root => Math.Abs(root.Head.Total - root.Base.Total) * Math.Min(root.Count.Base, root.Count.Head)).Take(Described);

    /// <summary>
    /// Methods that only one side has, below whatever roots, each with the root in which it has the most time. Those of the frameworks, those that were probably renamed and those
    /// below roots that are shown with their methods are not among them.
    /// </summary>
    public static IReadOnlyList<(MethodChange Method, RootChange Root)> Unmatched(ProfileDiff diff)
    {
        HashSet<string> elsewhere = [.. diff.Renames.SelectMany(rename => (string[])[rename.Base, rename.Head]), .. Detailed(diff).SelectMany(root => root.Methods).Select(method => method.Key.Name)];
        return
        [
            .. diff.Roots.Where(root => root is { IsFramework: false, Presence: Presence.Both }).SelectMany(root => root.Methods, (root, method) => (Method: method, Root: root))
                .GroupBy(pair => pair.Method.Key)
                .Where(group => group.All(pair => pair.Method.Presence == group.First().Method.Presence && pair.Method is { Presence: not Presence.Both, IsFramework: false }) && !elsewhere.Contains(group.Key.Name))
                .Select(group => group.MaxBy(pair => pair.Method.Head.Total + pair.Method.Base.Total))
                .OrderByDescending(pair => pair.Method.Head.Total + pair.Method.Base.Total).ThenBy(pair => pair.Method.Key),
        ];
    }

    /// <summary>Whether it is said of a method what its change is made of: where its change is proved, or it came or went, or nothing could be proved of its root and it is a large part of the change.</summary>
    public static bool IsExplained(MethodChange method, RootChange root) =>
        method.IsProved || method.Presence != Presence.Both
        || (root.Decision is Decision.Unchanged && Math.Abs(method.Head.Total - method.Base.Total) >= LargePart * Math.Abs(root.Head.Total - root.Base.Total));

    private const int Described = 3;

    private const double LargePart = 0.25;

    /// <summary>The methods of a root that changed, or came, or went, or hold much of its time; and what the others sum to.</summary>
    public static (IReadOnlyList<MethodChange> Shown, int Hidden, double RestNs) Methods(RootChange root, int top)
    {
        double whole = Math.Max(root.Base.Total, root.Head.Total);
        MethodChange[] shown =
        [
            .. root.Methods.Where(method => method.IsProved
                || Math.Abs(method.Head.Total - method.Base.Total) >= 0.01 * whole).Take(top),
        ];
        return (shown, root.Methods.Count - shown.Length, root.SumOfMethods - shown.Sum(method => method.Head.Total - method.Base.Total));
    }
}
