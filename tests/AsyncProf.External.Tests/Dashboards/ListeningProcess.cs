using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>A server as a process of its own that picks free ports and prints where it listens. It ends with the test.</summary>
internal sealed class ListeningProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ListeningProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

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
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        var server = new ListeningProcess(start);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits for the address that it prints after a label.</summary>
    public async Task<Uri> AddressAsync(string label)
    {
        var pattern = new Regex($@"{Regex.Escape(label)}:\s+(http\S+)");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !_process.HasExited; await Task.Delay(50))
        {
            if (pattern.Match(Output) is { Success: true } line)
                return new Uri(line.Groups[1].Value);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} has not said \"{label}\": {Output}");
    }

    /// <summary>Asks it to end, as a service manager does, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await Tool.SignalAsync("TERM", _process.Id);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, Output);
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
        lock (_output)
            _output.AppendLine(line);
    }
}
