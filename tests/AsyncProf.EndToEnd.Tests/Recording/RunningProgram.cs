using System.Diagnostics;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>A program that is spoken to by lines. It ends with the test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process _process;

    private RunningProgram(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public Process Process => _process;

    public static RunningProgram Start(string program, params string[] arguments) => Start(program, arguments, null);

    public static RunningProgram Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Its next line; null when it has ended.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Says a line and waits for the answer.</summary>
    public async Task<string?> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await ReadLineAsync();
    }

    /// <summary>Whether anybody listens, once nobody does or after a minute: a runtime notices at its next write that its listener has gone, which a heartbeat is each second, and then tells its methods first.</summary>
    public async Task<string?> OffAsync()
    {
        string? answer = "on";
        for (int i = 0; i < 600 && answer == "on"; i++)
        {
            answer = await AskAsync("events");
            await Task.Delay(100);
        }

        return answer;
    }

    /// <summary>Ends its input, and waits until it has ended.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.EndedAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
