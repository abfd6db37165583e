using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Reporting;

/// <summary>A report as text, and what is said beside it.</summary>
internal static class ReportText
{
    /// <summary>How many single roots a timeline shows unless asked for more.</summary>
    private const int DefaultRoots = 5;

    private const string NothingMatches = "Nothing matches. Names are case-sensitive, and patterns are regular expressions; put (?i) in front of a pattern to ignore case.";

    /// <summary>Writes the view that was asked for, no wider than the terminal.</summary>
    public static void Write(Terminal terminal, ReportRequest request, Report report)
    {
        if (Unmeasured(request, report.Profile.Recording) is { } why)
        {
            terminal.Write(why + "\n", hasHead: false);
            return;
        }

        string remark = InSome(request, report.Profile.Recording);
        if (ColumnsOf(request.View, report.Profile.Recording) is { } columns)
        {
            (string trees, IReadOnlyList<bool> waits) = TextReport.DrawTrees(report.Profile, report.Top, terminal.Width, request.ShowAll, ReferenceEquals(columns, TreeColumns.Time) ? null : columns);
            terminal.Write(trees + remark, hasHead: true, waits);
            return;
        }

        terminal.Write(Table(request, report, terminal.Width) + remark, hasHead: request.View != "findings");
    }

    /// <summary>Why a view would show nothing but zeros; null where it would not.</summary>
    public static string? Unmeasured(ReportRequest request, RecordingInfo recording) =>
        IsOfAllocations(request) && recording.Allocated is null ? "No allocations were measured: record with --alloc."
        : IsOfProcessors(request) && recording.Cpu is null ? "The time on processors was not measured: record with --cpu."
        : null;

    /// <summary>That only some of the recordings that are added up measured what is shown; empty where all did.</summary>
    private static string InSome(ReportRequest request, RecordingInfo recording) =>
        IsOfAllocations(request) && recording.AllocatedInSome ? $"\nallocations were {TextReport.InSome(recording.Allocated!.Recordings, recording)}\n"
        : IsOfProcessors(request) && recording.CpuInSome ? $"\nprocessors were {TextReport.InSome(recording.Cpu!.Recordings, recording)}\n"
        : "";

    private static bool IsOfAllocations(ReportRequest request) => request.View == "alloc" || MethodOrder.IsOfAllocations(request.Sort);

    private static bool IsOfProcessors(ReportRequest request) => request.View == "cpu" || MethodOrder.IsOfProcessors(request.Sort);

    /// <summary>What a view that is a tree tells of its frames; null for one that is none.</summary>
    private static TreeColumns? ColumnsOf(string view, RecordingInfo recording) => view switch
    {
        "tree" => TreeColumns.Time,
        "alloc" => TreeColumns.Allocated,
        "cpu" => recording.CpuInSome ? TreeColumns.CpuInSome : TreeColumns.Cpu,
        _ => null,
    };

    private static string Table(ReportRequest request, Report report, int width) => request.View switch
    {
        "callers" => EdgesText.Callers(report.Profile, report.TopMethods, width),
        "callees" => EdgesText.Callees(report.Profile, report.TopMethods, width),
        "lines" => LinesText.Write(report.Profile, report.Methods, report.Top, width),
        ReportRequest.LibrariesView => LibrariesText.Write(report.Profile, report.Top, width),
        "roots" => TextReport.Roots(report.Profile, report.Top, width, request.ShowAll),
        ReportRequest.TimelineView => SeriesText.Write(report.Profile, width) + TimelineText.Write(report.Profile, Math.Min(report.Top, request.Top is null ? DefaultRoots : int.MaxValue), width, request.ShowAll),
        "spawns" => TextReport.Spawns(report.Profile, report.Top, width),
        "outside" => TextReport.Outside(report.Profile, report.Top, width, request.ShowAll),
        "findings" => FindingsText.Write([.. report.Findings.Take(report.Top)], width, request.AllFindings) + "\n" + TextReport.Quality(report.Profile.Recording),
        _ => TextReport.Methods(report.Methods, report.Top, width, MethodOrder.Column(request.Sort), request.ShowAll),
    };

    /// <summary>What is said where a report has no row.</summary>
    public static string Nothing(ReportRequest request, Report report) => request.Methods is not null || !request.Filter.IsAll
        ? NothingMatches
        : report.Part.Methods.Count > 0
        ? "Nothing but the frameworks' own was seen: --show-all shows it."
        : "No call of an async method was seen: record while the load that you mean is running.";

    /// <summary>Why there are no numbers, or that there are findings to look at; null if there is nothing to say.</summary>
    public static string? Remark(ReportRequest request, Report report)
    {
        if (report.Methods.Count == 0)
            return Nothing(request, report);
        int shown = report.Findings.Count(finding => request.AllFindings || !finding.IsMinor);
        if (request.View == "findings" || shown == 0)
            return null;
        string count = shown == 1 ? "1 finding" : FormattableString.Invariant($"{shown} findings");
        string first = report.Findings[0].Severity == Severity.Error ? $", first {report.Findings[0].Id}" : "";
        return $"{count}{first}: asyncprof report {string.Join(' ', request.Files)} --view findings";
    }
}
