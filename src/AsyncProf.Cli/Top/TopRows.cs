using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Cli.Top;

/// <summary>Makes the lines of a live table of a profile.</summary>
internal static class TopRows
{
    /// <summary>All lines of a page.</summary>
    /// <param name="profile">The profile, folded or not.</param>
    /// <param name="page">The page.</param>
    /// <param name="withBegunBefore">Whether what began before anybody looked, and has no name, is a line too.</param>
    public static IReadOnlyList<TopRow> Of(AsyncProfile profile, TopPage page, bool withBegunBefore)
    {
        double seconds = profile.Recording.DurationNs / 1e9;
        return page == TopPage.Requests
            ? [.. profile.Roots.Where(root => root.Kind == RootKind.Request).Select(root => Row(root, seconds))]
            : [.. profile.Methods.Where(row => row.Kind != FrameKind.Leaf && (row.Calls > 0 || row.ElapsedSelf.TotalNs > 0) && (withBegunBefore || !IsBegunBefore(row))).Select(row => Row(row, seconds))];
    }

    /// <summary>Those that are chosen, in the order that is chosen.</summary>
    public static IReadOnlyList<TopRow> Choose(IEnumerable<TopRow> rows, TopChoice choice) =>
    [
        .. rows.Where(row => choice.Filter.Length == 0 || row.Name.Contains(choice.Filter, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(row => row.KeyOf(choice.Sort)).ThenByDescending(row => row.ElapsedNs).ThenBy(row => row.Name, StringComparer.Ordinal),
    ];

    private static bool IsBegunBefore(MethodRow row) => row.Kind == FrameKind.Method && row.Method == MethodName.Unknown.Name;

    private static TopRow Row(MethodRow row, double seconds) => new(row.Method, row.Kind, row.IsFramework)
    {
        Candidates = row.Candidates,
        Elapsed = row.ElapsedSelf,
        ElapsedNs = row.ElapsedSelf.TotalNs,
        CallsPerSecond = Rate(row.Calls, seconds),
        HasEnded = row.OutermostCalls > 0,
        P50Ns = row.P50Ns,
        P99Ns = row.P99Ns,
        MaxNs = row.MaxNs,
    };

    private static TopRow Row(RootRow root, double seconds) => new(root.Name, FrameKind.Entry, IsFramework: false)
    {
        ElapsedNs = root.ElapsedNs,
        CallsPerSecond = Rate(root.Count, seconds),
        HasEnded = root.Count > 0,
        P50Ns = root.P50Ns,
        P99Ns = root.P99Ns,
        MaxNs = root.MaxNs,
    };

    private static double Rate(long count, double seconds) => seconds <= 0 ? 0 : count / seconds;
}
