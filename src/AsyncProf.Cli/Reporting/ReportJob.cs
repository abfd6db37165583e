using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Reporting;

/// <summary>Reports on a profile in the format that was asked for.</summary>
internal static class ReportJob
{
    /// <exception cref="UserError">The standard output cannot be written, or a number of rows is none.</exception>
    public static void Write(ReportRequest request, AsyncProfile profile, CliConsole console)
    {
        Report report = Report.Of(request, profile);
        switch (request.Format)
        {
            case "json":
                console.WriteBytes(output => ReportJson.Write(report.Profile, report.TopMethods, report.Findings, output));
                console.Output.WriteLine();
                break;
            case "csv":
                console.Output.Write(ReportCsv.Write(report.TopMethods));
                break;
            case "md":
                console.Output.Write(ReportMarkdown.Write(report.Profile, report.TopMethods, report.Findings, request.AllFindings, request.ShowAll, request.Sort));
                TellUnmeasured(request, report, console);
                break;
            case "text" when request.IsBrief:
                console.Output.Write(BriefText.Write(report.Profile, report.Methods, report.Findings, BriefCommands.Of(request, report), request.AllFindings, request.ShowAll));
                if (report.Methods.Count == 0)
                    console.Tell(ReportText.Nothing(request, report));
                break;
            default:
                ReportText.Write(Terminal.Of(console), request, report);
                if (ReportText.Remark(request, report) is { } remark)
                {
                    console.Errors.WriteLine();
                    console.Tell(remark);
                }

                break;
        }
    }

    /// <summary>What was not measured has no column, and sorts nothing.</summary>
    private static void TellUnmeasured(ReportRequest request, Report report, CliConsole console)
    {
        if (ReportText.Unmeasured(request, report.Profile.Recording) is { } why)
            console.Tell(why);
    }
}
