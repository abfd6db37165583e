using System.Diagnostics;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Pull;

/// <summary>The sample as a process of its own, which answers one request after the other.</summary>
public sealed class RunningSample : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private ListeningProcess _sample = null!;
    private HttpClient _client = null!;
    private Task _load = Task.CompletedTask;

    /// <summary>Where it answers, with a slash at the end.</summary>
    public Uri Address => _client.BaseAddress!;

    public async Task InitializeAsync()
    {
        _sample = ListeningProcess.Start(new ProcessStartInfo("dotnet", [Built.Path("samples/WebApi", "WebApi.dll"), "--urls", "http://127.0.0.1:0"]), new Dictionary<string, string>());
        _client = new HttpClient { BaseAddress = await _sample.AddressAsync("Now listening on", TimeSpan.FromSeconds(60)) };
        await _client.GetStringAsync("/orders/7/summary");
        _load = LoadAsync();
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _load;
        _client.Dispose();
        await _sample.DisposeAsync();
        _end.Dispose();
    }

    private async Task LoadAsync()
    {
        while (!_end.IsCancellationRequested)
            await _client.GetStringAsync("/orders/7/summary");
    }
}
