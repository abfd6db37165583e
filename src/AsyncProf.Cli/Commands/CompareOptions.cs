using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Runs;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof compare</c>.</summary>
internal sealed class CompareOptions
{
    /// <summary>Fewer runs a side cannot tell much if many methods are compared.</summary>
    private const int DefaultRuns = 7;

    private readonly Option<string> _base = Side("--base", "The command before the change, in quotes.");
    private readonly Option<string> _head = Side("--head", "The command with the change, in quotes.");
    private readonly RunOptions _runs = new(FormattableString.Invariant($"How often each command runs. Default: {DefaultRuns}."));
    private readonly Option<string> _duration = new("--duration", "-d") { Description = "How long to record each run; then its command is asked to end, as a server must be. Default: until it ends.", HelpName = "TIME" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The folder for base/run-1.pb.gz, head/run-1.pb.gz and so on. Default: asyncprof-compare-TIME.", HelpName = "FOLDER" };
    private readonly SourceOption _source = new("agent");
    private readonly Option<bool> _redact = new("--redact") { Description = "Leave out of all files what may say more than how the code works: directories, the process, paths of requests." };
    private readonly InferOption _infer = new();
    private readonly Option<bool> _force = new("--force") { Description = "Replace the runs in FOLDER." };

    public void AddTo(Command command)
    {
        command.Add(_base);
        command.Add(_head);
        _runs.AddTo(command);
        command.Add(_duration);
        command.Add(_output);
        _source.AddTo(command);
        command.Add(_redact);
        _infer.AddTo(command);
        command.Add(_force);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public CompareRequest Read(ParseResult parsed) => new(
        CommandWords.Split(_base.Name, parsed.GetValue(_base)!),
        CommandWords.Split(_head.Name, parsed.GetValue(_head)!),
        _runs.Read(parsed, DefaultRuns)!,
        TimeValue.Parse(_duration.Name, parsed.GetValue(_duration)),
        _source.Read(parsed),
        parsed.GetValue(_output),
        parsed.GetValue(_force))
    {
        IsRedacted = parsed.GetValue(_redact),
        Inference = _infer.Read(parsed),
    };

    private static Option<string> Side(string name, string description) => new(name) { Description = description, HelpName = "'CMD'", Required = true };
}
