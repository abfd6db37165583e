using System.Diagnostics;
using System.Text;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample as a process of its own, on a free port of loopback.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private const string ListeningLine = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The sample ended: {_output}"));
        _process.EnableRaisingEvents = true;
    }

    public HttpClient Client { get; private set; } = null!;

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

    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Built.Path("samples/WebApi", "WebApi.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    public static async Task<SampleProcess> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = StartInfo("--urls", "http://127.0.0.1:0");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        var sample = new SampleProcess(new Process { StartInfo = start });
        sample._process.Start();
        sample._process.BeginOutputReadLine();
        sample._process.BeginErrorReadLine();
        sample.Client = new HttpClient { BaseAddress = await sample._address.Task.WaitAsync(TimeSpan.FromSeconds(60)) };
        return sample;
    }

    /// <summary>Asks it to end, as a service manager does, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        int at = line.IndexOf(ListeningLine, StringComparison.Ordinal);
        if (at >= 0)
            _address.TrySetResult(new Uri(line[(at + ListeningLine.Length)..].Trim()));
    }
}
