using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording;

/// <summary>
/// A command that is launched and recorded from before its first managed instruction. Standard streams are its own. Of the runtimes that it starts the first
/// that is no tool of the SDK is recorded, so that <c>dotnet run</c> records the app.
/// </summary>
public sealed class LaunchedProcess : IAsyncDisposable
{
    /// <summary>What <c>dotnet</c> starts on its own behalf. Some of them stay for later builds, and must not take our port with them.</summary>
    private static readonly string[] SdkTools = ["dotnet", "MSBuild", "VBCSCompiler", "csc", "vbc", "fsc", "NuGet.Build.Tasks.Console"];

    private readonly LaunchPort _port;
    private readonly Process _process;
    private readonly Task _answering;
    private readonly TaskCompletionSource<(TargetProcess Target, EventPipeRecorder Recorder)?> _recorder = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LaunchedProcess(LaunchPort port, Process process)
    {
        (_port, _process) = (port, process);
        _answering = AnswerAsync();
    }

    /// <summary>The recording of the app; null if the command ended without one.</summary>
    public Task<(TargetProcess Target, EventPipeRecorder Recorder)?> Recorder => _recorder.Task;

    /// <summary>The process id of the command.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="RecordingException">It cannot be started.</exception>
    public static LaunchedProcess Start(IReadOnlyList<string> command)
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
            return new LaunchedProcess(port, Process.Start(start)!);
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
        _recorder.TrySetResult(null);
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
        await _port.DisposeAsync();
        await _answering;
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
                catch (Exception exception) when (exception is RecordingException or DiagnosticsClientException or IOException or OperationCanceledException)
                {
                    _recorder.TrySetException(exception as RecordingException ?? new RecordingException($"The process cannot be recorded: {exception.Message}", exception));
                }

                await runtime.ResumeAsync();
            }
        }
    }

    private async Task PrepareAsync(WaitingRuntime runtime)
    {
        TargetProcess target = TargetProcess.Of(runtime.Pid);
        bool isTool = SdkTools.Contains(target.Name, StringComparer.OrdinalIgnoreCase);
        if (isTool && target.Name == "dotnet")
            return; // what it starts is what is meant

        // Its children would wait for a port that is closed when they start.
        new DiagnosticsClient(runtime.Pid).SetEnvironmentVariable(LaunchPort.Variable, Environment.GetEnvironmentVariable(LaunchPort.Variable)!);
        if (isTool || _recorder.Task.IsCompleted)
            return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        _recorder.TrySetResult((target, await EventPipeRecorder.StartAsync(target, patience.Token)));
    }
}
