using System.Diagnostics;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample as a process of its own, on a free port of loopback.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private readonly ListeningProcess _process;

    private SampleProcess(ListeningProcess process) => _process = process;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed.</summary>
    public string Output => _process.Output;

    public static ProcessStartInfo StartInfo(params string[] arguments) =>
        new("dotnet", [Built.Path("samples/WebApi", "WebApi.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    public static async Task<SampleProcess> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var sample = new SampleProcess(ListeningProcess.Start(StartInfo("--urls", "http://127.0.0.1:0"), environment));
        sample.Client = new HttpClient { BaseAddress = await sample._process.AddressAsync("Now listening on", TimeSpan.FromSeconds(60)) };
        return sample;
    }

    /// <summary>Asks it to end, as a service manager does, and waits until it has.</summary>
    public Task<int> StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _process.DisposeAsync();
    }
}
