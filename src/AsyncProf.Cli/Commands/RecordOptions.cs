using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Recording;
using AsyncProf.Cli.Runs;
using AsyncProf.Events.Batches;
using AsyncProf.Exporters.Otlp.Sending;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof record</c>.</summary>
internal sealed class RecordOptions
{
    private readonly Option<string> _output = new("--output", "-o") { Description = "The output file: a .nettrace, or what export can write (.pb.gz, .html, …). Default: asyncprof-NAME-TIME.nettrace. With --runs: x.pb.gz for x-1.pb.gz and so on, or a folder.", HelpName = "FILE" };
    private readonly Option<string> _duration = new("--duration", "-d") { Description = "How long to record: 5, 500ms, 2m. Default: until Ctrl+C or the end of the process. With --runs, COMMAND is then asked to end.", HelpName = "TIME" };
    private readonly Option<int?> _pid = new("--pid", "-p") { Description = "The id of the process to attach to.", HelpName = "PID", CustomParser = result => NumberValue.Parse(result) };
    private readonly Option<string> _name = new("--name", "-n") { Description = "The name of the process to attach to, or of the app that dotnet runs.", HelpName = "NAME" };
    private readonly SourceOption _source = new("eventpipe to attach, agent to launch and on .NET 8");
    private readonly Option<bool> _resume = new("--resume") { Description = "The process waits at its start, for a tool that is gone: record it from its first instruction and let it run." };
    private readonly Option<bool> _subprocesses = new("--subprocesses") { Description = "Record every .NET process that COMMAND starts, each to a file of its own." };
    private readonly Option<bool> _stopCommand = new("--stop-command") { Description = "Ask COMMAND to end when the recording is over, by --duration. Otherwise it goes on." };
    private readonly Option<bool> _noSamples = new("--no-samples") { Description = "Do not sample the threads: what methods call synchronously is then not told, nor, from eventpipe, methods of one name in several types. With --budget none are taken." };
    private readonly Option<bool> _exactEdges = new("--exact-edges") { Description = "Have the agent look at the process's own tasks for who waits for whom where no event tells (WaitAsync, Parallel.ForEachAsync, WhenEach, Unwrap). Costs a look-up for most operations, and keeps pending tasks alive meanwhile. Implies --source agent." };
    private readonly Option<bool> _alloc = new("--alloc") { Description = "Also measure the bytes that each logical stack allocates: exactly with the agent, which it implies unless --source eventpipe is given." };
    private readonly Option<bool> _cpu = new("--cpu") { Description = "Also measure the processor time of each logical stack, and tell it apart from time that a thread was merely held or had to wait for a processor. Linux only. Costs some tenths of a microsecond for each segment. Implies --source agent." };
    private readonly Option<bool> _waits = new("--waits") { Description = "Also have the runtime tell when threads wait for locks, semaphores, other threads and handles: such time is then blocked, and not running. .NET 9 and later. Costs two events for each wait of any thread. Not with --budget." };
    private readonly Option<string> _budget = new("--budget") { Description = "The share of the CPU available to the process that the recording may use, 0.001 to 1 or as 3%: a process at its limit is recorded in windows. Implies --source agent unless --source eventpipe is given. Default: no limit.", HelpName = "SHARE" };
    private readonly Option<string> _endpoint = new("--otlp-endpoint") { Description = "Also send the operations as spans to a receiver of OTLP over HTTP, such as Jaeger or the Aspire Dashboard: http://localhost:4318. Implies --source agent unless --source eventpipe is given.", HelpName = "URL" };
    private readonly CaptureOption _capture = new();
    private readonly RunOptions _runs = new("Launch COMMAND N times, one after the other, and keep a file of each run, to compare them with those of another build.");
    private readonly Option<bool> _redact = new("--redact") { Description = "Leave out what may say more than how the code works: directories, the process, paths of requests. Not for a .nettrace." };
    private readonly InferOption _infer = new();
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite FILE if it exists." };
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "After --: a program to launch, and its arguments.", Arity = ArgumentArity.ZeroOrMore };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_output, _duration, _pid, _name])
            command.Add(option);
        _source.AddTo(command);
        command.Add(_resume);
        command.Add(_noSamples);
        command.Add(_exactEdges);
        command.Add(_alloc);
        command.Add(_cpu);
        command.Add(_waits);
        command.Add(_budget);
        command.Add(_endpoint);
        _capture.AddTo(command);
        command.Add(_subprocesses);
        command.Add(_stopCommand);
        _runs.AddTo(command);
        command.Add(_redact);
        _infer.AddTo(command);
        command.Add(_force);
        command.Add(_command);
    }

    /// <summary>Whether a command is to be launched.</summary>
    public bool IsLaunch(ParseResult parsed) => parsed.GetValue(_command) is { Length: > 0 };

    /// <exception cref="UserError">Something is missing, wrong, or does not go with something else.</exception>
    public RecordRequest Read(ParseResult parsed)
    {
        RecordingSource source = _source.Read(parsed);
        var wishes = new SessionWishes
        {
            ExactEdges = parsed.GetValue(_exactEdges),
            Budget = BudgetValue.Parse("--budget", parsed.GetValue(_budget)) ?? SessionWishes.None.Budget,
            Capture = _capture.Read(parsed),
            Measured = (parsed.GetValue(_alloc) ? MeasuredUse.Allocations : 0) | (parsed.GetValue(_cpu) ? MeasuredUse.Cpu : 0),
            Waits = parsed.GetValue(_waits),
        };
        var request = new RecordRequest(
            parsed.GetValue(_pid),
            parsed.GetValue(_name),
            parsed.GetValue(_command) ?? [],
            parsed.GetValue(_output),
            parsed.GetValue(_force),
            TimeValue.Parse("--duration", parsed.GetValue(_duration)),
            (wishes.NeedAgent || parsed.GetValue(_endpoint) is not null) && source == RecordingSource.Auto ? RecordingSource.Agent : source,
            parsed.GetValue(_subprocesses),
            !parsed.GetValue(_noSamples) && wishes.Budget >= 1)
        {
            Wishes = wishes,
            StopsCommand = parsed.GetValue(_stopCommand),
            Resumes = parsed.GetValue(_resume),
            IsRedacted = parsed.GetValue(_redact),
            Inference = _infer.Read(parsed),
            Endpoint = EndpointOf(parsed.GetValue(_endpoint)),
        };
        if (WrongIn(request) is { } sentence)
            throw new UserError(sentence);
        bool isRaw = request.Output is null ? _runs.Read(parsed, otherwise: null) is null : request.Output.EndsWith(RecordFiles.Extension, StringComparison.OrdinalIgnoreCase);
        if (request.IsRedacted && isRaw)
            throw new UserError("--redact does not go with a .nettrace, which holds what the runtime says: name a profile or a page, as -o FILE.pb.gz or -o FILE.html.");
        if (!request.Inference.IsAll && isRaw)
            throw new UserError("--infer does not go with a .nettrace, which holds events and no edges: give it to report, export, view or diff.");
        return request;
    }

    /// <summary>How often the command is to run; null for one recording that nothing is compared with.</summary>
    /// <exception cref="UserError">It cannot run several times.</exception>
    public RunCount? ReadRuns(ParseResult parsed)
    {
        RunCount? runs = _runs.Read(parsed, otherwise: null);
        if (runs is not null && !IsLaunch(parsed))
            throw new UserError("--runs needs a command after --: a process that runs already can only be recorded once.");
        if (runs is not null && parsed.GetValue(_subprocesses))
            throw new UserError("--subprocesses does not go with --runs: of each run one process is compared.");
        if (runs is not null && parsed.GetValue(_endpoint) is not null)
            throw new UserError("--otlp-endpoint does not go with --runs: runs are recorded to be compared, one as fast as the other.");
        return runs;
    }

    private static OtlpEndpoint? EndpointOf(string? url) => url is null
        ? null
        : OtlpEndpoint.Parse(url, Environment.GetEnvironmentVariable) ?? throw new UserError($"--otlp-endpoint must be an address of HTTP, as http://localhost:4318; it is {url}.");

    private static string? WrongIn(RecordRequest request) => request switch
    {
        { IsLaunch: true, Pid: not null } or { IsLaunch: true, Name: not null } => "Give --pid or --name to attach to a process, or a command to launch, not both.",
        { Command: [['-', ..] unknown, ..] } => $"Unknown option {unknown}: asyncprof record --help lists the options.",
        { Command: [var number] } when number.All(char.IsAsciiDigit) => $"{number} is not a command to launch: use --pid {number} to attach to that process.",
        { Wishes.ExactEdges: true, Source: RecordingSource.EventPipe } => "--exact-edges needs the agent, which alone can look at the process's tasks: leave --source eventpipe out.",
        { Wishes.Measured: var measured, Source: RecordingSource.EventPipe } when measured.HasFlag(MeasuredUse.Cpu) => "--cpu needs the agent, which alone can read what threads use: leave --source eventpipe out.",
        { Wishes: { Measured: MeasuredUse.Allocations, Budget: < 1 }, Source: RecordingSource.EventPipe } => "--alloc with --budget needs the agent, which alone can measure in windows: leave --source eventpipe out.",
        { Wishes: { Waits: true, Budget: < 1 } } => "--waits does not go with --budget: what the events of waits cost is not counted, so that the share would not be kept.",
        { Wishes.Measured: var measured } when measured.HasFlag(MeasuredUse.Cpu) && !OperatingSystem.IsLinux() => "--cpu needs Linux: no other system tells what a thread has used exactly enough.",
        { Wishes.Capture: not CaptureMode.Auto, Source: RecordingSource.EventPipe } => "--capture says how the agent receives events, and over EventPipe there is none: leave --source eventpipe out.",
        { IsLaunch: true, Resumes: true } => "--resume goes with --pid or --name: a command that is launched is let run anyway.",
        { IsLaunch: false, StopsCommand: true } => "--stop-command needs a command to launch: a process that is attached to goes on.",
        { StopsCommand: true, Duration: null } => "--stop-command needs --duration: without it a recording ends with the command.",
        { StopsCommand: true, Subprocesses: true } => "--stop-command does not go with --subprocesses: the command ends with the first of its processes that would be asked to.",
        { IsLaunch: false, Subprocesses: true } => "--subprocesses needs a command to launch: attach to running processes one by one.",
        { IsLaunch: false, Pid: null, Name: null } or { IsLaunch: false, Pid: not null, Name: not null } => "Name one process, by --pid or by --name, or a command after --; asyncprof ps lists processes.",
        _ => null,
    };
}
