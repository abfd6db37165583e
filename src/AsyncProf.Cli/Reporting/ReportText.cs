using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Reporting;

/// <summary>A report as text, and what is said beside it.</summary>
internal static class ReportText
{
    /// <summary>How many single roots a timeline shows unless asked for more.</summary>
    private const int DefaultRoots = 5;

    /// <summary>Writes the view that was asked for, no wider than the terminal.</summary>
    public static void Write(Terminal terminal, ReportRequest request, Report report)
    {
        if (request.View == "tree")
        {
            (string trees, IReadOnlyList<bool> waits) = TextReport.DrawTrees(report.Profile, report.Top, terminal.Width, request.ShowAll);
            terminal.Write(trees, hasHead: true, waits);
            return;
        }

        terminal.Write(Table(request, report, terminal.Width), hasHead: request.View != "findings");
    }

    private static string Table(ReportRequest request, Report report, int width) => request.View switch
    {
        "callers" => EdgesText.Callers(report.Profile, report.TopMethods, width),
        "callees" => EdgesText.Callees(report.Profile, report.TopMethods, width),
        "lines" => LinesText.Write(report.Profile, report.Methods, report.Top, width),
        "roots" => TextReport.Roots(report.Profile, report.Top, width, request.ShowAll),
        "timeline" => TimelineText.Write(report.Profile, Math.Min(report.Top, request.Top is null ? DefaultRoots : int.MaxValue), width, request.ShowAll),
        "spawns" => TextReport.Spawns(report.Profile, report.Top, width),
        "outside" => TextReport.Outside(report.Profile, report.Top, width, request.ShowAll),
        "findings" => FindingsText.Write([.. report.Findings.Take(report.Top)], width, request.AllFindings) + "\n" + TextReport.Quality(report.Profile.Recording),
        _ => TextReport.Methods(report.Methods, report.Top, width, MethodOrder.Column(request.Sort), request.ShowAll),
    };

    /// <summary>Why there are no numbers, or that there are findings to look at; null if there is nothing to say.</summary>
    public static string? Remark(ReportRequest request, Report report)
    {
        if (report.Methods.Count == 0)
            return "Nothing matches. Names are case-sensitive, and patterns are regular expressions; put (?i) in front of a pattern to ignore case.";
        int shown = report.Findings.Count(finding => request.AllFindings || !finding.IsMinor);
        if (request.View == "findings" || shown == 0)
            return null;
        string count = shown == 1 ? "1 finding" : FormattableString.Invariant($"{shown} findings");
        string first = report.Findings[0].Severity == Severity.Error ? $", first {report.Findings[0].Id}" : "";
        return $"{count}{first}: asyncprof report {string.Join(' ', request.Files)} --view findings";
    }
}
