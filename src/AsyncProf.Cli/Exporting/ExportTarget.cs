using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Exporting;

/// <summary>Where an export goes: a file, or the standard output.</summary>
/// <param name="Path">The file, or <c>-</c>.</param>
/// <param name="Format">The format.</param>
/// <param name="Force">Whether an existing file is replaced.</param>
internal sealed record ExportTarget(string Path, ExportFormat Format, bool Force)
{
    /// <summary>Where a redacted page has no name of a file.</summary>
    public const string RedactedTitle = "asyncprof";

    private const string StandardOutput = "-";

    /// <summary>Whether what is to be shown to others leaves out what a recording says of its surroundings.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>Which edges of a recording may be inferred that is converted.</summary>
    public Inference Inference { get; init; } = Inference.All;

    /// <summary>Writes a profile and says so.</summary>
    /// <exception cref="UserError">It cannot be written.</exception>
    public void Write(ExportJob job, CliConsole console) => Write(output => Format.Write(job, output), console);

    /// <summary>Writes the spans of recordings and says so.</summary>
    /// <exception cref="UserError">A recording cannot be read, or the target cannot be written.</exception>
    public void WriteSpans(IReadOnlyList<string> recordings, SpanExport export, CliConsole console)
    {
        Write(output => export.Write(recordings, output), console);
        console.Tell(SpanExport.Summary(export.Tally));
    }

    private void Write(Action<Stream> write, CliConsole console)
    {
        if (Path == StandardOutput)
        {
            console.WriteBytes(write);
            return;
        }

        OutputFile.Write(Path, Force, write);
        console.Tell(FormattableString.Invariant($"{Path}: {Format.Name}, {new FileInfo(Path).Length:N0} bytes"));
    }

    /// <summary>Converts a recording, nothing filtered.</summary>
    /// <exception cref="UserError">It cannot be read, or the target cannot be written.</exception>
    public void WriteRecording(string recording, CliConsole console)
    {
        if (Format == ExportFormat.Spans)
        {
            WriteSpans([recording], new SpanExport(SpanResource.OptionsHere(IsRedacted), Inference), console);
            return;
        }

        AsyncProfile profile = ProfileFiles.Load(recording, Inference, Format.ShowsTime);
        if (IsRedacted)
            profile = profile.Redact();
        AsyncProfile shown = Format.FoldsFramework ? profile.FoldFramework() : profile;
        Write(new ExportJob(shown, FindingRules.Find(profile), IsRedacted ? RedactedTitle : System.IO.Path.GetFileName(Path), ProfileAxis.Elapsed), console);
    }
}
