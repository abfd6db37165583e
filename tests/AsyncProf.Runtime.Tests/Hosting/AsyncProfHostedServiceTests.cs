using System.Diagnostics.Tracing;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AsyncProf.Runtime.Tests.Hosting;

/// <summary>The service in a running app whose configuration changes.</summary>
[Collection(LiveCollection.Name)]
public sealed class AsyncProfHostedServiceTests : IAsyncLifetime
{
    private readonly KeptLog _log = new();
    private readonly IConfigurationRoot _configuration;
    private readonly IHost _host;

    public AsyncProfHostedServiceTests()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["AsyncProf:Enabled"] = "true" });
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddAsyncProf();
        _configuration = builder.Configuration;
        _host = builder.Build();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Reload_SwitchesOffAndOnAgainAnyNumberOfTimes()
    {
        await _host.StartAsync();
        for (int round = 0; round < 5; round++)
        {
            Assert.True(AsyncProfiler.Status.IsCapturing);
            Assert.True(TplSource.IsEnabled());

            Set("Enabled", "false");
            await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing && !TplSource.IsEnabled()); // full speed again: nobody listens; a scope of the test before may end a little later

            Set("Enabled", "true");
        }

        long before = AsyncProfiler.Status.OperationsEnded;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SleepAsync()));
        await Eventually.TrueAsync(() => AsyncProfiler.Status.OperationsEnded >= before + 20);
        Assert.Contains(_log.Lines, line => line.Contains("has stopped capturing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_ToAShareWithoutThisInstance_StopsAndSaysWhy()
    {
        await _host.StartAsync();

        Set("InstanceShare", "0");
        await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing);
        Assert.Equal("This instance is not among the 0 % that profile, as the option InstanceShare says.", AsyncProfiler.Status.WhyOff);
        Assert.Contains(_log.Lines, line => line.Contains("has stopped capturing. This instance is not among the 0 %", StringComparison.Ordinal));

        Set("InstanceShare", "1");
        Assert.True(AsyncProfiler.Status.IsCapturing);
        Assert.Null(AsyncProfiler.Status.WhyOff);
    }

    [Fact]
    public async Task Reload_ToOff_WinsOverATracerProviderWithTheProfilersSpans()
    {
        await _host.StartAsync();
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder().AddAsyncProfInstrumentation().Build();

        Set("Enabled", "false");
        await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing && !TplSource.IsEnabled());

        Set("Enabled", "true");
        Assert.True(AsyncProfiler.Status.IsCapturing);
    }

    [Fact]
    public async Task Reload_WithOptionsThatAreNotValid_KeepsTheOldAndSaysWhy()
    {
        await _host.StartAsync();

        Set("MaximumBufferBytes", "5");

        Assert.True(AsyncProfiler.Status.IsCapturing);
        string line = Assert.Single(_log.Lines, line => line.Contains("keeps its options", StringComparison.Ordinal));
        Assert.Contains("AsyncProf.MaximumBufferBytes must be 1 MiB to 4 GiB; it is 5.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithOptionsThatAreNotValid_IsRefused()
    {
        Set("MaximumBufferBytes", "5");

        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => _host.StartAsync());
        await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing);
    }

    [Fact]
    public async Task Stop_EndsTheCapture()
    {
        await _host.StartAsync();
        await _host.StopAsync();
        await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing && !TplSource.IsEnabled()); // a scope of the test before may end a little later

        Set("Enabled", "false");
        Set("Enabled", "true");
        Assert.False(AsyncProfiler.Status.IsCapturing); // a change after the stop starts nothing
    }

    private static EventSource TplSource => EventSource.GetSources().Single(source => source.Name == "System.Threading.Tasks.TplEventSource");

    private static async Task SleepAsync() => await Task.Delay(5);

    private void Set(string option, string value)
    {
        _configuration["AsyncProf:" + option] = value;
        _configuration.Reload();
    }
}
