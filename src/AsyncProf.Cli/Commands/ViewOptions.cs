using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Viewing;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof view</c>.</summary>
internal sealed class ViewOptions
{
    private readonly FilesArgument _files = new("a menu switches between several.");
    private readonly Option<int> _port = new("--port") { Description = "The port on loopback. Default: a free one.", HelpName = "PORT", CustomParser = NumberValue.Parse };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Only print the address." };
    private readonly Option<bool> _showAll = new("--show-all") { Description = "Show framework frames (System.*, Microsoft.*)." };
    private readonly FilterOptions _filters = new();
    private readonly MemoryOption _memory = new();
    private readonly InferOption _infer = new();

    public void AddTo(Command command)
    {
        _files.AddTo(command);
        foreach (Option option in (Option[])[_port, _noBrowser, _showAll])
            command.Add(option);
        _filters.AddTo(command);
        _memory.AddTo(command);
        _infer.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public ViewRequest Read(ParseResult parsed, CliConsole console) => new(
        _files.Read(parsed, console), parsed.GetValue(_port), !parsed.GetValue(_noBrowser), parsed.GetValue(_showAll), _filters.Read(parsed))
    {
        Memory = _memory.Read(parsed),
        Inference = _infer.Read(parsed),
    };
}
