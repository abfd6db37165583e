using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Reporting;
using AsyncProf.Exporters;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof report FILE…</c>: one profile, or several added up, as text, JSON, Markdown or CSV.</summary>
internal static class ReportCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new ReportOptions();
        var command = new Command("report", "Shows what a profile says, as text, JSON, Markdown or CSV.\n\nExample: asyncprof report shop.pb.gz --view tree --root \"GET /orders\"");
        options.AddTo(command);
        command.SetAction(parsed => UserError.Guard(console, () => Run(options.Read(parsed, console), console)));
        return command;
    }

    private static void Run(ReportRequest request, CliConsole console)
    {
        Report report = Report.Of(request, ProfileFiles.LoadAll(request.Files));
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
                console.Output.Write(ReportMarkdown.Write(report.Profile, report.TopMethods, report.Findings, request.AllFindings, request.ShowAll));
                break;
            default:
                Terminal terminal = Terminal.Of(console);
                ReportText.Write(terminal, request, report);
                if (ReportText.Remark(request, report) is { } remark)
                {
                    console.Errors.WriteLine();
                    console.Tell(remark);
                }

                break;
        }
    }
}
