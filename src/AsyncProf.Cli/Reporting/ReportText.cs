using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Reporting;

/// <summary>A report as text, and what is said beside it.</summary>
internal static class ReportText
{
    /// <summary>The view that was asked for, no wider than a terminal.</summary>
    public static string Write(ReportRequest request, Report report, int width) => request.View switch
    {
        "tree" => Trees(request, report, width),
        "callers" => EdgesText.Callers(report.Profile, report.TopMethods, width),
        "callees" => EdgesText.Callees(report.Profile, report.TopMethods, width),
        "roots" => TextReport.Roots(report.Profile, report.Top, width, request.ShowAll),
        "findings" => FindingsText.Write([.. report.Findings.Take(report.Top)], width, request.AllFindings) + "\n" + TextReport.Quality(report.Profile.Recording),
        _ => TextReport.Methods(report.Methods, report.Top, width, MethodOrder.Column(request.Sort), request.ShowAll),
    };

    /// <summary>Why there are no numbers, or that there are findings to look at; null if there is nothing to say.</summary>
    public static string? Remark(ReportRequest request, Report report)
    {
        if (report.Methods.Count == 0)
            return "Nothing matches. Patterns are case-sensitive regular expressions; put (?i) in front of one to ignore case.";
        int shown = report.Findings.Count(finding => request.AllFindings || !finding.IsMinor);
        if (request.View == "findings" || shown == 0)
            return null;
        string count = shown == 1 ? "1 finding" : FormattableString.Invariant($"{shown} findings");
        string first = report.Findings[0].Severity == Severity.Error ? $", first {report.Findings[0].Id}" : "";
        return $"{count}{first}: asyncprof report {string.Join(' ', request.Files)} --view findings";
    }

    /// <summary>A server's own loops take longer than anything else, and nobody asks about them.</summary>
    private static string Trees(ReportRequest request, Report report, int width)
    {
        CallNode[] roots = [.. report.Profile.Tree.Children.Where(root => request.ShowAll || !(root.IsFramework || root.IsBegunBefore))];
        string text = string.Join('\n', roots.Take(report.Top).Select(root => TextReport.Tree(root, width: width)));
        int more = roots.Length - Math.Min(roots.Length, report.Top), own = request.ShowAll ? 0 : report.Profile.Tree.Children.Count(root => root.IsFramework);
        if (more > 0)
            text += FormattableString.Invariant($"\n… {more} more roots\n");
        if (own > 0)
            text += FormattableString.Invariant($"\nand {own} roots of the frameworks' own: --show-all shows them\n");
        return text + TextReport.BegunBefore(report.Profile, request.ShowAll);
    }
}
