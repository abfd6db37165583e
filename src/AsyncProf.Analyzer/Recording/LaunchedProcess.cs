using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording;

/// <summary>
/// A command that is launched and recorded from before its first managed instruction. Standard streams are its own. Of the runtimes that it starts the first
/// that is no tool of the SDK is recorded, so that <c>dotnet run</c> records the app; <c>dotnet</c> itself only if no other comes.
/// </summary>
public sealed class LaunchedProcess : IAsyncDisposable
{
    private const string Host = "dotnet";
    private const int LateLooks = 20, LateMilliseconds = 100;

    /// <summary>What <c>dotnet</c> starts on its own behalf. Some of them stay for later builds, and must not take our port with them.</summary>
    private static readonly string[] SdkTools = [Host, "MSBuild", "VBCSCompiler", "csc", "vbc", "fsc", "NuGet.Build.Tasks.Console", "vstest.console", "datacollector"];

    private readonly LaunchPort _port;
    private readonly Process _process;
    private readonly LaunchOptions _options;
    private readonly Task _answering;
    private readonly Channel<StartedRecording> _recordings = Channel.CreateUnbounded<StartedRecording>();
    private readonly ConcurrentBag<int> _withPort = [];
    private readonly ConcurrentDictionary<int, bool> _answered = new();
    private volatile bool _isOver;
    private bool _hasApp;
    private bool _hasHost;

    private LaunchedProcess(LaunchPort port, Process process, LaunchOptions options)
    {
        (_port, _process, _options) = (port, process, options);
        _answering = AnswerAsync();
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
        LaunchPort port = LaunchPort.Open();
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false };
        foreach (string argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment[LaunchPort.Variable] = port.ValueAfter(Environment.GetEnvironmentVariable(LaunchPort.Variable));
        try
        {
            return new LaunchedProcess(port, Process.Start(start)!, options);
        }
        catch (Win32Exception exception)
        {
            _ = port.DisposeAsync().AsTask();
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

    /// <summary>Asks the command to end, as a service manager does.</summary>
    public void Terminate()
    {
        if (_process.HasExited)
            return;
        using Process? kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill?.WaitForExit();
    }

    /// <summary>Closes the port. The command goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        for (int i = 0; i < LateLooks && _port.Holders().Any(pid => !_answered.ContainsKey(pid)); i++)
            await Task.Delay(LateMilliseconds); // the command has left something behind that may just be starting
        foreach (int pid in _withPort)
            TakePortFrom(pid); // what it starts later would wait for nobody
        await _port.DisposeAsync();
        await _answering;
        while (_recordings.Reader.TryRead(out StartedRecording? unread))
            unread.Dispose();
        _process.Dispose();
    }

    /// <summary>Everyone who waits is let go on, whatever happens.</summary>
    private async Task AnswerAsync()
    {
        await foreach (WaitingRuntime runtime in _port.Arrivals.ReadAllAsync())
        {
            using (runtime)
            {
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
                    await runtime.ResumeAsync(); // or it waits for ever, whatever it was
                    _answered.TryAdd(runtime.Pid, true);
                }
            }
        }
    }

    private async Task PrepareAsync(WaitingRuntime runtime)
    {
        if (_isOver)
        {
            TakePortFrom(runtime.Pid);
            return;
        }

        TargetProcess target = TargetProcess.Of(runtime.Pid);
        bool isTool = SdkTools.Contains(target.Name, StringComparer.OrdinalIgnoreCase), isHost = target.Name == Host;

        // Children of dotnet are what is meant; those of others would wait for a port that is closed when they start.
        if (isHost || (_options.Subprocesses && !isTool))
            _withPort.Add(runtime.Pid);
        else
            TakePortFrom(runtime.Pid);
        bool isWanted = isTool ? isHost && !_hasHost && !_hasApp : _options.Subprocesses || !_hasApp;
        if (!isWanted)
            return;
        StartedRecording? started = isTool ? await TryHostAsync(target) : await StartAsync(target, _options.Source, isProvisional: false);
        (_hasHost, _hasApp) = (_hasHost || isTool, _hasApp || !isTool);
        if (started is not null && !_recordings.Writer.TryWrite(started))
            started.Dispose();
    }

    /// <summary>Into the SDK nothing is loaded; and if it cannot be recorded, nobody has asked for it by name.</summary>
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
        return await StartedRecording.StartAsync(target, source, isLaunched: true, _options.Warn, isProvisional, patience.Token);
    }

    private static void TakePortFrom(int pid)
    {
        try
        {
            new DiagnosticsClient(pid).SetEnvironmentVariable(LaunchPort.Variable, Environment.GetEnvironmentVariable(LaunchPort.Variable)!);
        }
        catch (Exception exception) when (exception is DiagnosticsClientException or IOException or System.Net.Sockets.SocketException)
        {
            // It has ended, or never knew the command (before .NET 8).
        }
    }
}
