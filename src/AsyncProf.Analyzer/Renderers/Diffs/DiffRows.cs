using AsyncProf.Diffing;

namespace AsyncProf.Renderers.Diffs;

/// <summary>Which rows of a comparison are worth showing to people; JSON and CSV hold all.</summary>
internal static class DiffRows
{
    /// <summary>The roots without the frameworks' own.</summary>
    public static IEnumerable<RootChange> Roots(ProfileDiff diff) => diff.Roots.Where(root => !root.IsFramework && (root.Elapsed is not null || root.Base.Total + root.Head.Total > 0));

    /// <summary>The methods of a root that changed, or came, or went, or hold much of its time; and what the others sum to.</summary>
    public static (IReadOnlyList<MethodChange> Shown, int Hidden, double RestNs) Methods(RootChange root, int top)
    {
        double whole = Math.Max(root.Base.Total, root.Head.Total);
        MethodChange[] shown =
        [
            .. root.Methods.Where(method => method.Decision is Decision.Regression or Decision.Improvement
                || Math.Abs(method.Head.Total - method.Base.Total) >= 0.01 * whole).Take(top),
        ];
        IEnumerable<MethodChange> rest = root.Methods.Where(method => !shown.Contains(method));
        return (shown, root.Methods.Count - shown.Length, rest.Sum(method => method.Head.Total - method.Base.Total));
    }
}
