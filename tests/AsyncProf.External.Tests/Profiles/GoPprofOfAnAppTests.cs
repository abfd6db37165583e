using System.Diagnostics;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Profiles;

/// <summary>Go's own pprof, given the address of the running sample.</summary>
public sealed class GoPprofOfAnAppTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private ListeningProcess _sample = null!;
    private HttpClient _client = null!;
    private Task _load = Task.CompletedTask;

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

    [Fact]
    public async Task Top_OfAnAddress_HasTheMethodsOfTheApp()
    {
        string output = await GoPprof.RunAsync("-sample_index=elapsed", "-top", "-cum", "-nodefraction=0", $"{_client.BaseAddress}debug/pprof/asyncprof?seconds=1");

        Assert.Contains("Type: elapsed", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^.+\sGET /orders/\{id:int\}/summary$", output);
        Assert.Matches(@"(?m)^.+\sShop\.Orders\.SummaryService\.BuildAsync$", output);
        Assert.DoesNotContain("GET /debug", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_OfSecondsByItsOwnOption_IsAsLong()
    {
        string output = await GoPprof.RunAsync("-seconds=2", "-top", $"{_client.BaseAddress}debug/pprof/asyncprof");

        Assert.Matches(@"(?m)^Duration: ([2-9]|\d\d)(\.\d+)?s", output);
    }

    [Fact]
    public async Task Raw_OfWhatStoresTake_HasNoLabelsAndAPeriod()
    {
        string output = await GoPprof.RunAsync("-raw", $"{_client.BaseAddress}debug/pprof/asyncprof?seconds=1&labels=none");

        Assert.Contains("PeriodType: wall nanoseconds", output, StringComparison.Ordinal);
        Assert.Contains("GET /orders/{id:int}/summary", output, StringComparison.Ordinal);
        Assert.DoesNotContain("asyncprof.root", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_OfMoreSecondsThanMayBe_SaysWhatMay()
    {
        (int exit, _, string errors) = await GoPprof.TryAsync("-top", $"{_client.BaseAddress}debug/pprof/asyncprof?seconds=9999");

        Assert.NotEqual(0, exit);
        Assert.Contains("seconds must be a number from 0.1 to 60.", errors, StringComparison.Ordinal);
    }

    private async Task LoadAsync()
    {
        while (!_end.IsCancellationRequested)
            await _client.GetStringAsync("/orders/7/summary");
    }
}
