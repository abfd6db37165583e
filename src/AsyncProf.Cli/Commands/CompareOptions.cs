using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Runs;
using AsyncProf.Diffing;
using AsyncProf.Events.Batches;
using AsyncProf.Recording;

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

    /// <summary>What is to run, and how it is recorded.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="measure">What is compared, which has to be recorded then.</param>
    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public CompareRequest Read(ParseResult parsed, DiffMeasure measure) => new(
        CommandWords.Split(_base.Name, parsed.GetValue(_base)!),
        CommandWords.Split(_head.Name, parsed.GetValue(_head)!),
        _runs.Read(parsed, DefaultRuns)!,
        TimeValue.Parse(_duration.Name, parsed.GetValue(_duration)),
        SourceOf(parsed, measure),
        parsed.GetValue(_output),
        parsed.GetValue(_force))
    {
        IsRedacted = parsed.GetValue(_redact),
        Inference = _infer.Read(parsed),
        Wishes = SessionWishes.None with { Measured = measure switch { DiffMeasure.Allocated => MeasuredUse.Allocations, DiffMeasure.Cpu => MeasuredUse.Cpu, _ => MeasuredUse.None } },
    };

    private RecordingSource SourceOf(ParseResult parsed, DiffMeasure measure) => (measure, _source.Read(parsed)) switch
    {
        (DiffMeasure.Cpu, RecordingSource.EventPipe) => throw new UserError("--measure cpu needs the agent, which alone can read what threads use: leave --source eventpipe out."),
        (DiffMeasure.Cpu, _) when !OperatingSystem.IsLinux() => throw new UserError("--measure cpu needs Linux: no other system tells what a thread has used exactly enough."),
        (DiffMeasure.Allocated or DiffMeasure.Cpu, RecordingSource.Auto) => RecordingSource.Agent,
        (_, var source) => source,
    };

    private static Option<string> Side(string name, string description) => new(name) { Description = description, HelpName = "'CMD'", Required = true };
}
