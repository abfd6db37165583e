using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>What a report is to show.</summary>
/// <param name="Files">The files, as they were named.</param>
/// <param name="Profile">The part of the profile that was asked for.</param>
/// <param name="Methods">Its methods, chosen and in order.</param>
/// <param name="Findings">What was found about that part.</param>
/// <param name="Top">How many rows at the most.</param>
/// <param name="View">What to show as text.</param>
/// <param name="Sort">What the methods are sorted by.</param>
/// <param name="ShowAll">Whether the frameworks' own, and what began before the recording, are shown too.</param>
/// <param name="AllFindings">Whether findings that cost next to nothing are shown too.</param>
internal sealed record ReportRequest(
    IReadOnlyList<string> Files, AsyncProfile Profile, IReadOnlyList<MethodRow> Methods, IReadOnlyList<Finding> Findings, int Top, string View, string Sort, bool ShowAll, bool AllFindings)
{
    /// <summary>The chosen methods, as many as asked for.</summary>
    public IEnumerable<MethodRow> TopMethods => Methods.Take(Top);

    /// <summary>
    /// Findings are made of the whole recording, for a part does not tell all that they need; those of methods and roots that are not in the part are left out.
    /// </summary>
    public static IReadOnlyList<Finding> FindingsOf(AsyncProfile whole, AsyncProfile part)
    {
        var names = new HashSet<string>(part.Methods.Select(row => row.Method).Concat(part.Roots.Select(root => root.Name)), StringComparer.Ordinal);
        return [.. FindingRules.Find(whole).Where(finding => finding.Subject.Length == 0 || names.Contains(finding.Subject))];
    }
}
