using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Launching;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording;

/// <summary>
/// A command that is launched and recorded from before its first managed instruction. Standard streams are its own. Of the runtimes that it starts the first
/// that is not a tool of the SDK is recorded, so that <c>dotnet run</c> records the app; <c>dotnet</c> itself only if no other starts.
/// </summary>
internal sealed class LaunchedProcess : IAsyncDisposable
{
    private const string Host = "dotnet";
    private const int LateLooks = 20, LateMilliseconds = 100;

    private static readonly TimeSpan Search = TimeSpan.FromSeconds(3);

    /// <summary>What <c>dotnet</c> starts on its own behalf. Some of them stay for later builds, and must not take our port with them.</summary>
    private static readonly string[] SdkTools = [Host, "MSBuild", "VBCSCompiler", "csc", "vbc", "fsc", "NuGet.Build.Tasks.Console", "vstest.console", "datacollector"];

    private readonly LaunchPort _port;
    private readonly LaunchWatch? _watch;
    private readonly Process _process;
    private readonly LaunchOptions _options;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _answering;
    private readonly Task _searching;
    private readonly Task _passingOutput;
    private readonly Channel<StartedRecording> _recordings = Channel.CreateUnbounded<StartedRecording>();
    private readonly ConcurrentBag<int> _withPort = [];
    private readonly ConcurrentDictionary<int, bool> _answered = new();
    private volatile bool _isOver;
    private bool _hasApp;
    private bool _hasHost;

    private LaunchedProcess(LaunchPort port, LaunchWatch? watch, Process process, LaunchOptions options)
    {
        (_port, _watch, _process, _options) = (port, watch, process, options);
        _answering = AnswerAsync();
        _searching = SearchAsync();
        _passingOutput = options.Output is { } output ? process.StandardOutput.BaseStream.CopyToAsync(output) : Task.CompletedTask;
    }

    /// <summary>Recordings as they begin. Ends with the command.</summary>
    public ChannelReader<StartedRecording> Recordings => _recordings.Reader;

    /// <summary>The process id of the command.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="options">How it is recorded.</param>
    /// <exception cref="RecordingException">It cannot be started.</exception>
    public static LaunchedProcess Start(IReadOnlyList<string> command, LaunchOptions options)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (OperatingSystem.IsWindows())
            throw new RecordingException("Launching is not possible on Windows yet: start the app and use record --pid.");
        var start = new ProcessStartInfo(ProgramPath.Find(command[0])) { UseShellExecute = false, RedirectStandardOutput = options.Output is not null };
        foreach (string argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        LaunchPort port = LaunchPort.Open();
        LaunchWatch? watch = null;
        start.Environment[LaunchPort.Variable] = port.ValueAfter(Environment.GetEnvironmentVariable(LaunchPort.Variable));
        if (options.TakesSamples && Environment.GetEnvironmentVariable(Sampling.Variable) is null)
            start.Environment[Sampling.Variable] = Sampling.Launched;
        try
        {
            watch = options.Rescuer.Count > 0 ? LaunchWatch.Start(options.Rescuer, port.Path) : null;
            return new LaunchedProcess(port, watch, Process.Start(start)!, options);
        }
        catch (Exception exception) when (exception is Win32Exception or RecordingException)
        {
            watch?.Dispose();
            port.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (exception is RecordingException)
                throw;
            throw new RecordingException($"{command[0]} cannot be started: {exception.Message}.", exception);
        }
    }

    /// <summary>Waits for the end of the command; returns its exit code, 128 and more for a signal, as shells do.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        _recordings.Writer.TryComplete();
        return _process.ExitCode;
    }

    /// <summary>Passes on what was sent to us: SIGTERM, and SIGINT or SIGHUP unless it is a terminal's, which sends it to the command as well.</summary>
    /// <param name="signal">The signal.</param>
    public void PassOn(PosixSignal signal)
    {
        bool isTerminals = signal is PosixSignal.SIGINT or PosixSignal.SIGHUP && (!OperatingSystem.IsLinux() || ProcFiles.IsInForeground(Environment.ProcessId));
        if (!_process.HasExited && !isTerminals)
            ProcessSignal.Send(_process.Id, signal switch { PosixSignal.SIGHUP => ProcessSignal.Hangup, PosixSignal.SIGINT => ProcessSignal.Interrupt, _ => ProcessSignal.Terminate });
    }

    /// <summary>Asks the command to end, and what was recorded of it if that outlives it; kills what has not ended after some seconds, and says so.</summary>
    /// <param name="recorded">The process that was recorded and still runs.</param>
    public async Task EndAsync(TargetProcess recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        if (!await LaunchEnd.EndAsync(_process, recorded.Pid))
            _options.Warn(FormattableString.Invariant($"{recorded.Name} ({recorded.Pid}) did not end when it was asked to, and was killed."));
    }

    /// <summary>Closes the port. The command keeps running.</summary>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await _ending.CancelAsync();
        await _searching;
        _ending.Dispose();
        for (int i = 0; i < LateLooks && Unanswered().Any(); i++)
            await Task.Delay(LateMilliseconds); // the command has left something behind that may just be starting
        foreach (int pid in _withPort)
            await TakePortFromAsync(pid); // what it starts later would wait for ever
        bool isNeeded = Unanswered().Any();
        await _port.DisposeAsync();
        if (isNeeded)
            _watch?.HandOver(); // a .NET process that it starts later would wait for ever
        else
            _watch?.Dispose();
        await _answering;
        await Task.WhenAny(_passingOutput, Task.Delay(LateMilliseconds)); // what the command has left behind may hold its output open
        while (_recordings.Reader.TryRead(out StartedRecording? unread))
            unread.Dispose();
        _process.Dispose();
    }

    /// <summary>Warns of processes that wait and cannot reach us; it is too late to help them.</summary>
    private async Task SearchAsync()
    {
        var told = new HashSet<int>();
        while (!_ending.IsCancellationRequested)
        {
            await Task.Delay(Search, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (int pid in _port.Lost().Where(pid => !_answered.ContainsKey(pid) && told.Add(pid)))
                _options.Warn(FormattableString.Invariant($"Process {pid} waits for ever, because it has a temporary directory of its own and does not see ours: record it where it lives (nsenter --mount --target {pid}), by --pid {pid} --resume, which lets it run."));
        }
    }

    private IEnumerable<int> Unanswered() => _port.Holders().Where(pid => !_answered.ContainsKey(pid));

    /// <summary>Every runtime that waits is resumed, whatever happens.</summary>
    private async Task AnswerAsync()
    {
        await foreach (WaitingRuntime runtime in _port.Arrivals.ReadAllAsync())
        {
            if (!IsOurs(runtime))
            {
                _ = ResumeAsync(runtime); // not awaited: a stranger may never answer
                continue;
            }

            try
            {
                await PrepareAsync(runtime);
            }
            catch (Exception exception)
            {
                _options.Warn(exception is RecordingException ? exception.Message : FormattableString.Invariant($"Process {runtime.Pid} cannot be recorded: {exception.Message}"));
            }
            finally
            {
                await ResumeAsync(runtime); // or it would wait for ever
                _answered.TryAdd(runtime.Pid, true);
            }
        }
    }

    private async Task ResumeAsync(WaitingRuntime runtime)
    {
        using (runtime)
        {
            if (!await runtime.TryResumeAsync())
                _port.Forget(runtime);
        }
    }

    private async Task PrepareAsync(WaitingRuntime runtime)
    {
        if (_isOver)
        {
            await TakePortFromAsync(runtime.Pid);
            return;
        }

        TargetProcess target = TargetProcess.Of(runtime.Pid);
        bool isHost = target.Name == Host, isTool = isHost || (runtime.Pid != Pid && SdkTools.Contains(target.Name, StringComparer.OrdinalIgnoreCase)); // who asks for csc wants csc

        // Children of dotnet are what is meant; those of others would wait for a port that is closed when they start.
        if (isHost || (_options.Subprocesses && !isTool))
            _withPort.Add(runtime.Pid);
        else
            await TakePortFromAsync(runtime.Pid);
        bool isWanted = isTool ? isHost && !_hasHost && !_hasApp : _options.Subprocesses || !_hasApp;
        if (!isWanted)
            return;
        StartedRecording? started = isTool ? await TryHostAsync(target) : await StartAsync(target, _options.Source, isProvisional: false);
        (_hasHost, _hasApp) = (_hasHost || isTool, _hasApp || !isTool);
        if (started is not null && !_recordings.Writer.TryWrite(started))
            started.Dispose();
    }

    /// <summary>Nothing is loaded into the SDK itself; if it cannot be recorded, that is no error, because it was not what was asked for.</summary>
    private async Task<StartedRecording?> TryHostAsync(TargetProcess target)
    {
        try
        {
            return await StartAsync(target, RecordingSource.EventPipe, isProvisional: true);
        }
        catch (RecordingException)
        {
            return null;
        }
    }

    private async Task<StartedRecording> StartAsync(TargetProcess target, RecordingSource source, bool isProvisional)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await StartedRecording.StartAsync(target, source, isLaunched: true, _options.Warn, isProvisional, _options.Wishes, _options.TakesSamples, patience.Token);
    }

    /// <summary>Whether the command has started it. Anybody can reach root's port; strangers are resumed and nothing else.</summary>
    private static bool IsOurs(WaitingRuntime runtime) =>
        runtime.User is not { } user || ProcFiles.IsUs(user) || ProcFiles.IsBelow(runtime.Pid, Environment.ProcessId);

    private Task TakePortFromAsync(int pid) => PortVariable.TakeFromAsync(pid, _port.Path);
}
