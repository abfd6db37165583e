using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using AsyncProf.Profiles;
using AsyncProf.Runtime.Tests.Hosting;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>An app that profiles itself opens windows of its own accord.</summary>
[Collection(LiveCollection.Name)]
public sealed class TriggeringAppTests : IDisposable
{
    private const string SourceName = "AsyncProf.Runtime.Tests.Triggers";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly KeptLog _log = new();
    private readonly ProfilerStatus _before = AsyncProfiler.Status;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task SlowRequest_OfARunningApp_HasTheNextOnesRecordedDeeply()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using (IHost host = Build(("Triggers:SlowRequest", "00:00:01"), ("Triggers:Requests", "3"), ("SlowRequest:Threshold", "01:00:00")))
        {
            await host.StartAsync();
            string trace = await RequestAsync(1200);
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            for (int i = 0; i < 5; i++)
                await RequestAsync(20);
            await Eventually.TrueAsync(() => AsyncProfiler.Status.WrittenProfiles > _before.WrittenProfiles);
            await host.StopAsync();

            AsyncProfile window = Load();
            Assert.StartsWith("slow-request: ", window.Recording.Trigger!.Reason, StringComparison.Ordinal);
            Assert.Equal(("GET /orders/{id}", trace), (window.Recording.Trigger.Route, window.Recording.Trigger.TraceId));
            Assert.NotNull(window.Recording.Allocated);
            Assert.InRange(Assert.Single(window.Roots, root => root.Name == "GET /orders/{id}").Count, 3, 5);
            Assert.Contains(window.Methods, row => row.Method == $"{typeof(TriggeringAppTests).FullName}.SleepAsync");
            Assert.InRange(AsyncProfiler.SlowRequests.Count(request => request.Limit == TimeSpan.Zero), 3, 5);
        }

        Assert.Single(_log.Lines, line => line.Contains("has written a deep window", StringComparison.Ordinal) && line.Contains("; GET /orders/{id}.", StringComparison.Ordinal));
        Assert.Equal(_before.Faults, AsyncProfiler.Status.Faults);
    }

    [Fact]
    public async Task Stop_InAWindow_WritesIt()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using (IHost host = Build(("Triggers:SlowRequest", "00:00:00.500"), ("Triggers:MaximumDuration", "00:10:00")))
        {
            await host.StartAsync();
            await RequestAsync(600);
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            await RequestAsync(20);
            await host.StopAsync();
        }

        Assert.Equal(1, Assert.Single(Load().Roots, root => root.Name == "GET /orders/{id}").Count);
        Assert.Single(_log.Lines, line => line.Contains("has written a deep window", StringComparison.Ordinal));
        Assert.Equal(_before.Faults, AsyncProfiler.Status.Faults);
    }

    [Theory]
    [InlineData("/broken/17", "GET /broken/{id}")]
    [InlineData("/unavailable/17", "GET /unavailable/{id}")]
    public async Task FailedRequest_OfAServer_OpensAWindow(string path, string route)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAsyncProf(options =>
        {
            options.Triggers.FailedRequest = true;
            options.Triggers.Directory = _directory.FullName;
            (options.Triggers.Cooldown, options.Triggers.MaximumPerHour) = (TimeSpan.Zero, 60);
        });
        await using (WebApplication app = builder.Build())
        {
            app.MapGet("/broken/{id}", static string (string id) => throw new InvalidOperationException(id));
            app.MapGet("/unavailable/{id}", static (string id) => Results.StatusCode(503));
            app.MapGet("/missing/{id}", static (string id) => Results.NotFound());
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            await client.GetAsync(new Uri("/missing/17", UriKind.Relative));
            await client.GetAsync(new Uri(path, UriKind.Relative));
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            await app.StopAsync();
        }

        Assert.Equal(route, Load().Recording.Trigger!.Route);
    }

    [Fact]
    public async Task SlowRequest_OfAServer_IsNoConnectionAndNoStream()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAsyncProf(options =>
        {
            options.SlowRequest.Threshold = options.Triggers.SlowRequest = TimeSpan.FromMilliseconds(50);
            options.Triggers.Directory = _directory.FullName;
            (options.Triggers.Cooldown, options.Triggers.MaximumPerHour) = (TimeSpan.Zero, 60);
        });
        await using (WebApplication app = builder.Build())
        {
            app.UseWebSockets();
            app.MapGet("/socket", static async (HttpContext context) =>
            {
                using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
                await SleepAsync(200);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            });
            app.MapGet("/events", static async (HttpContext context) =>
            {
                context.Response.ContentType = "text/event-stream";
                await SleepAsync(200);
            });
            app.MapGet("/slow", static () => SleepAsync(200));
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using (var socket = new ClientWebSocket())
            {
                await socket.ConnectAsync(new Uri(app.Urls.First().Replace("http", "ws", StringComparison.Ordinal) + "/socket"), default);
                await socket.ReceiveAsync(new byte[8], default);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            }

            await client.GetStringAsync(new Uri("/events", UriKind.Relative));
            await client.GetStringAsync(new Uri("/slow", UriKind.Relative));
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            Assert.Equal("GET /slow", Assert.Single(AsyncProfiler.SlowRequests).Name);
            await app.StopAsync();
        }

        Assert.Equal("GET /slow", Load().Recording.Trigger!.Route);
    }

    [Fact]
    public async Task ThreadPool_WhoseThreadsAreBlocked_OpensAWindow()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using (IHost host = Build(("Triggers:PoolDelay", "00:00:00.100")))
        {
            await host.StartAsync();
            for (int round = 0; round < 5 && AsyncProfiler.Status.DeepWindows == _before.DeepWindows; round++) // the pool may have many threads left of tests before
                await Task.WhenAll(Enumerable.Range(0, (20 << round) * Environment.ProcessorCount).Select(static _ => Task.Run(static () => Thread.Sleep(300))));
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            await host.StopAsync();
        }

        Assert.Matches("^pool-delay: .+, more than 100 ms$", Load().Recording.Trigger!.Reason);
    }

    [Fact]
    public async Task Instrument_AboveItsThreshold_OpensAWindow()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using var meter = new Meter("Shop.Tests");
        meter.CreateObservableGauge("queued", static () => 7);
        using (IHost host = Build(("Triggers:Meters:Shop.Tests/queued", "5"), ("Triggers:Cpu", "1")))
        {
            await host.StartAsync();
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            await host.StopAsync();
        }

        Assert.Equal("meter: Shop.Tests/queued is 7, more than 5", Load().Recording.Trigger!.Reason);
    }

    [Fact]
    public async Task Options_ThatChangeInAWindow_EndIt()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using (IHost host = Build(("Triggers:SlowRequest", "00:00:00.500")))
        {
            await host.StartAsync();
            await RequestAsync(600);
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
            configuration["AsyncProf:Triggers:SlowRequest"] = "";
            configuration.Reload();
            await Eventually.TrueAsync(() => AsyncProfiler.Status.WrittenProfiles > _before.WrittenProfiles);
            await RequestAsync(600);
            await host.StopAsync();
        }

        Assert.StartsWith("slow-request: ", Load().Recording.Trigger!.Reason, StringComparison.Ordinal);
        Assert.Equal(_before.DeepWindows + 1, AsyncProfiler.Status.DeepWindows);
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        (string, string)[] all = [.. settings, ("Triggers:Directory", _directory.FullName), ("Triggers:Cooldown", "00:00:00"), ("Triggers:MaximumPerHour", "60")]; // the other test has had its own
        builder.Configuration.AddInMemoryCollection(all.ToDictionary(setting => $"AsyncProf:{setting.Item1}", setting => (string?)setting.Item2));
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddAsyncProf();
        return builder.Build();
    }

    private AsyncProfile Load() => AsyncProfile.Load(Assert.Single(_directory.GetFiles("*-window.pb.gz")).FullName);

    private static async Task<string> RequestAsync(int milliseconds)
    {
        using var listener = new ActivityListener { ShouldListenTo = static source => source.Name == SourceName, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        return await Task.Run(async () =>
        {
            using Activity activity = Source.StartActivity("GET /orders/{id}", ActivityKind.Server)!;
            await SleepAsync(milliseconds);
            return activity.TraceId.ToHexString();
        });
    }

    private static async Task SleepAsync(int milliseconds) => await Task.Delay(milliseconds);
}
