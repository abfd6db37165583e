using AsyncProf.Cli.Arguments;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Reporting;

/// <summary>What a report shows.</summary>
/// <param name="Profile">The part of the profile that was asked for.</param>
/// <param name="Methods">Its methods, chosen and in order.</param>
/// <param name="Findings">What was found about that part.</param>
/// <param name="Top">How many rows at the most.</param>
internal sealed record Report(AsyncProfile Profile, IReadOnlyList<MethodRow> Methods, IReadOnlyList<Finding> Findings, int Top)
{
    /// <summary>How many rows a text has unless asked for more.</summary>
    public const int DefaultTop = 30;

    /// <summary>The part that was asked for, with the names that filters know.</summary>
    public required AsyncProfile Part { get; init; }

    /// <summary>The chosen methods, as many as asked for.</summary>
    public IEnumerable<MethodRow> TopMethods => Methods.Take(Top);

    /// <summary>Chooses from a profile what was asked for.</summary>
    public static Report Of(ReportRequest request, AsyncProfile whole)
    {
        AsyncProfile part = request.Filter.Select(whole);
        AsyncProfile shown = request.Filter.Shape(part, request.Format is "text" or "md" && !request.ShowAll);
        IEnumerable<MethodRow> chosen = request.Methods is { } name ? shown.Methods.Where(row => name.IsMatch(row.Method)) : shown.Methods;
        IReadOnlyList<MethodRow> methods = MethodOrder.Sort(chosen, request.Sort);
        return new Report(shown, methods, FindingsOf(whole, part), TopValue.Parse(request.Top, methods.Count, request.IsText ? DefaultTop : int.MaxValue)) { Part = part };
    }

    /// <summary>
    /// Findings are made of the whole recording, because a part does not hold all that they need; those of methods and roots that are not in the part are left out.
    /// </summary>
    private static IReadOnlyList<Finding> FindingsOf(AsyncProfile whole, AsyncProfile part)
    {
        var names = new HashSet<string>(part.Methods.Select(row => row.Method).Concat(part.Roots.Select(root => root.Name)), StringComparer.Ordinal);
        return [.. FindingRules.Find(whole).Where(finding => finding.Subject.Length == 0 || names.Contains(finding.Subject))];
    }
}
