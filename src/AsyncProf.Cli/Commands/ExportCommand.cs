using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof export FILE… -o OUT</c>: one profile, or several added up, for a viewer.</summary>
internal static class ExportCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new ExportOptions();
        var command = new Command("export", "Writes a profile for a viewer: a self-contained HTML page, speedscope, Perfetto, pprof; or the spans of a recording.\n\nExample: asyncprof export shop.pb.gz -o shop.html\n         asyncprof export shop.nettrace -o shop.otlp.jsonl");
        options.AddTo(command);
        command.SetAction(parsed => UserError.Guard(console, () => Run(options.Read(parsed, console), console)));
        return command;
    }

    private static void Run(ExportRequest request, CliConsole console)
    {
        if (request.Target.Format == ExportFormat.Spans)
        {
            RunSpans(request, console);
            return;
        }

        AsyncProfile profile = ProfileFiles.LoadAll(request.Files, request.Memory, request.Inference, request.Target.Format.ShowsTime);
        string title = string.Join(" + ", request.Files.Select(Path.GetFileName));
        if (request.Target.Format.HasAxis && Lacking(profile, request.Axis) is { } how)
            throw new UserError($"{title} {(request.Files.Count == 1 ? "holds" : "hold")} no {how}.");
        AsyncProfile shown = request.Filter.Apply(profile, fold: request.Target.Format.FoldsFramework && !request.ShowAll);
        if (request.Target.IsRedacted) // after the filters, which are of the names that the user knows
            (profile, shown, title) = (profile.Redact(), shown.Redact(), ExportTarget.RedactedTitle);
        request.Target.Write(new ExportJob(shown, FindingRules.Find(profile), title, request.Axis), console);
    }

    private static string? Lacking(AsyncProfile profile, ProfileAxis axis) => axis switch
    {
        ProfileAxis.Allocated => Unmeasured.Allocations(profile.Recording),
        ProfileAxis.Cpu => Unmeasured.Cpu(profile.Recording),
        _ => null,
    };

    private static void RunSpans(ExportRequest request, CliConsole console)
    {
        if (!request.Filter.IsNone)
            throw new UserError("--root, --focus, --ignore, --hide and --strip choose stacks of a profile; otlp holds whole traces: leave them out.");
        request.Target.WriteSpans(request.Files, new SpanExport(SpanResource.Options(request.Target.IsRedacted, request.ShowAll), request.Inference, request.Memory), console);
    }
}
