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

    /// <summary>The sample as it is built.</summary>
    public static string Program => Built.Path("samples/WebApi", "WebApi.dll");

    public static ProcessStartInfo StartInfo(params string[] arguments) => StartInfoOf(Program, arguments);

    /// <summary>How the sample is started.</summary>
    /// <param name="program">Its assembly, or a program that needs no host.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo StartInfoOf(string program, params string[] arguments) =>
        program.EndsWith(".dll", StringComparison.Ordinal)
            ? new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true }
            : new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    public static Task<SampleProcess> StartAsync(IReadOnlyDictionary<string, string> environment) => StartAsync(Program, environment);

    public static async Task<SampleProcess> StartAsync(string program, IReadOnlyDictionary<string, string> environment)
    {
        var sample = new SampleProcess(ListeningProcess.Start(StartInfoOf(program, "--urls", "http://127.0.0.1:0"), environment));
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
