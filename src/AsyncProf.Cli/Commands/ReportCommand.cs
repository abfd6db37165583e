using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Reporting;

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

    private static void Run(ReportRequest request, CliConsole console) => ReportJob.Write(request, ProfileFiles.LoadAll(request.Files, request.Memory, request.Inference, request.ShowsTime), console);
}
