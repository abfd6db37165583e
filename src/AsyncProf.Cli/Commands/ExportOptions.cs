using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof export</c>.</summary>
internal sealed class ExportOptions
{
    private readonly FilesArgument _files = new("several are added up.");
    private readonly Option<string> _output = new("--output", "-o") { Description = "Required. The output file, or - for the standard output.", HelpName = "OUT" };
    private readonly Option<string> _format = new("--format") { Description = "The format. Default: by the extension of OUT.", HelpName = "FORMAT" };
    private readonly Option<string> _axis = new("--axis") { Description = "What folded stacks hold: elapsed or task time, allocated bytes, or cpu time.", DefaultValueFactory = _ => "elapsed", HelpName = "AXIS" };
    private readonly Option<bool> _showAll = new("--show-all") { Description = "Show framework frames (System.*, Microsoft.*) in HTML, Markdown and spans." };
    private readonly Option<bool> _redact = new("--redact") { Description = "Leave out what may say more than how the code works: directories, the process, paths of requests." };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite OUT if it exists." };
    private readonly FilterOptions _filters = new();
    private readonly MemoryOption _memory = new();
    private readonly InferOption _infer = new();

    public ExportOptions()
    {
        string[] formats = [.. ExportFormat.Names];
        _format.AcceptOnlyFromAmong(formats);
        _format.Description += $" One of {string.Join(", ", formats)}.";
        _axis.AcceptOnlyFromAmong([.. Enum.GetNames<ProfileAxis>().Select(name => name.ToLowerInvariant())]);
    }

    public void AddTo(Command command)
    {
        _files.AddTo(command);
        foreach (Option option in (Option[])[_output, _format, _axis, _showAll, _redact, _force])
            command.Add(option);
        _filters.AddTo(command);
        _memory.AddTo(command);
        _infer.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public ExportRequest Read(ParseResult parsed, CliConsole console)
    {
        string? output = parsed.GetValue(_output);
        IReadOnlyList<string> files = _files.Read(parsed, console, missing: output is null ? " -o OUT" : "");
        if (output is null)
            throw new UserError($"asyncprof export needs an output: -o FILE, whose name ends in one of {ExportFormat.Extensions}, or -o - with --format.");
        string? name = parsed.GetValue(_format);
        ExportFormat format = (name is null ? ExportFormat.OfFile(output) : ExportFormat.Named(name))
            ?? throw new UserError($"{output} does not tell the format: add --format, or end the name in one of {ExportFormat.Extensions}.");
        return new ExportRequest(
            files,
            new ExportTarget(output, format, parsed.GetValue(_force)) { IsRedacted = parsed.GetValue(_redact) },
            Enum.Parse<ProfileAxis>(parsed.GetValue(_axis)!, ignoreCase: true),
            parsed.GetValue(_showAll),
            _filters.Read(parsed))
        {
            Memory = _memory.Read(parsed),
            Inference = _infer.Read(parsed),
        };
    }
}
