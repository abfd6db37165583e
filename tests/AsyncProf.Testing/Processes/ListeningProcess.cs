using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AsyncProf.Testing.Processes;

/// <summary>A server as a process of its own that picks free ports and prints where it listens. It ends with the test.</summary>
public sealed class ListeningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ListeningProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="environment">What is set in its environment.</param>
    public static ListeningProcess Start(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(environment);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        var server = new ListeningProcess(start);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits for the address that it prints after a label, for so long.</summary>
    public async Task<Uri> AddressAsync(string label, TimeSpan patience)
    {
        var pattern = new Regex($@"{Regex.Escape(label)}:\s+(http\S+)");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience && !_process.HasExited; await Task.Delay(50))
        {
            if (pattern.Match(Output) is { Success: true } line)
                return new Uri(line.Groups[1].Value);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} has not said \"{label}\": {Output}");
    }

    /// <summary>Asks it to end, as a service manager does, and waits until it has, for so long. Returns its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        if (!_process.HasExited)
            await Tool.SignalAsync("TERM", _process.Id);
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }
}
