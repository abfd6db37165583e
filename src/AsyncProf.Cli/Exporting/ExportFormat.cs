using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles.Otlp;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Exporting;

/// <summary>A format that profiles can be written in.</summary>
/// <param name="Name">The value of <c>--format</c>.</param>
/// <param name="Extension">How its files' names end.</param>
/// <param name="FoldsFramework">Whether the frameworks' frames are hidden unless asked for.</param>
/// <param name="Write">Writes it.</param>
internal sealed record ExportFormat(string Name, string Extension, bool FoldsFramework, Action<ExportJob, Stream> Write)
{
    /// <summary>Those that profiles are written in.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("pprof", ".pb.gz", false, (job, output) => job.Shown.Save(output)),
        new("speedscope", ".speedscope.json", false, (job, output) => Speedscope.Write(job.Shown, output)),
        new("perfetto", ".perfetto.json", false, (job, output) => Perfetto.Write(job.Shown, output)),
        new("folded", ".folded", false, (job, output) => Text(output, text => Folded.Write(job.Shown, job.Axis, text))),
        new("otlp-profiles", ".otlp-profiles", false, (job, output) => OtlpProfileFile.Write(job.Shown, new OtlpProfileOptions { Resource = SpanResource.Read(Environment.GetEnvironmentVariable) }, output)),
        new("html", ".html", true, (job, output) => HtmlPage.Write(job.Shown, job.Findings, job.Title, output)),
        new("md", ".md", true, (job, output) => Text(output, text => text.Write(ReportMarkdown.Write(job.Shown, MethodOrder.Sort(job.Shown.Methods, MethodOrder.Default), job.Findings)))),
    ];

    /// <summary>Spans, which are made of recordings and not of profiles.</summary>
    public static ExportFormat Spans { get; } = new("otlp", ".otlp.jsonl", false, static (_, _) => throw new InvalidOperationException("Spans are not written from a profile."));

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => WithSpans.Select(format => format.Name);

    private static IEnumerable<ExportFormat> WithSpans => All.Append(Spans);

    /// <summary>All extensions, as a list in a sentence.</summary>
    public static string Extensions { get; } = string.Join(", ", WithSpans.Select(format => format.Extension));

    /// <summary>Whether it shows single roots over time.</summary>
    public bool ShowsTime => Name == "html";

    /// <summary>Whether it has room for one axis only.</summary>
    public bool HasAxis => Name == "folded";

    /// <summary>The format of a name; null if there is none.</summary>
    public static ExportFormat? Named(string name) => WithSpans.FirstOrDefault(format => format.Name == name);

    /// <summary>The format of a file by its extension; null if it has none of ours.</summary>
    public static ExportFormat? OfFile(string file) => WithSpans.FirstOrDefault(format => format.ExtensionOf(file).Length > 0);

    /// <summary>The part of a file's name that is this format's extension; empty if it has another.</summary>
    public string ExtensionOf(string file) => file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? file[^Extension.Length..] : "";

    private static void Text(Stream output, Action<TextWriter> write)
    {
        using StreamWriter text = OutputText.Over(output);
        write(text);
    }
}
