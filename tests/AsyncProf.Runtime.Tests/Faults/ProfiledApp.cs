using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AsyncProf.Runtime.Tests.Faults;

/// <summary>A real server in this process, profiled, whose spans are kept. Its endpoints echo what they were asked, so that a wrong answer shows.</summary>
internal sealed class ProfiledApp : IAsyncDisposable
{
    /// <summary>How long all that was asked at once may take to leave on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Its own address of loopback, so that nobody who still asks for an app of another test asks this one: a system gives a port again that is free.</summary>
    private static readonly IPAddress Address = OperatingSystem.IsMacOS() ? IPAddress.Loopback : new IPAddress([127, 0, 5, 1]);

    private readonly WebApplication _app;
    private readonly TracerProvider _tracing;
    private readonly Keep _keep = new();
    private ProfilerStatus _before = AsyncProfiler.Status;

    private ProfiledApp(HttpProtocols protocols)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = 20_000;
            kestrel.Listen(Address, 0, listen => listen.Protocols = protocols);
        });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AsyncProf:Spans:MaximumPerSecond"] = "100000",
            ["AsyncProf:Enabled"] = "true",
            ["AsyncProf:OverheadBudget"] = "1", // everything is expected to be seen, however hard the load
        });
        builder.Services.AddAsyncProf();
        Configuration = builder.Configuration;
        _tracing = Sdk.CreateTracerProviderBuilder().AddSource("Microsoft.AspNetCore").AddSource("AsyncProf").AddSource(Endpoints.Own.Name).AddProcessor(_keep).Build();
        _app = builder.Build();
        _app.MapGet("/async/{id}", (int id) => Endpoints.AsyncAsync(id));
        _app.MapGet("/sync/{id}", (int id) => Endpoints.Sync(id));
        _app.MapGet("/block/{id}", (int id) => Endpoints.Block(id));
        _app.MapGet("/outlive/{id}", (int id) => Endpoints.OutliveAsync(id));
        _app.MapGet("/gate/{id}", (int id) => Endpoints.GateAsync(id));
        _app.MapGet("/own/{id}", (int id) => Endpoints.OwnSpanAsync(id));
        _app.MapGet("/failing/{id}", (int id) => Endpoints.FailingAsync(id));
        _app.MapGet("/endless", Endpoints.EndlessAsync);
    }

    public IConfigurationRoot Configuration { get; }

    public HttpClient Client { get; private set; } = null!;

    public IReadOnlyCollection<Activity> Spans => _keep.Spans;

    /// <summary>Which requests there were, and how many of each.</summary>
    public string Requests =>
        string.Join(", ", Spans.Where(span => span.Kind == ActivityKind.Server).CountBy(span => span.DisplayName).OrderBy(name => name.Key, StringComparer.Ordinal).Select(name => $"{name.Value} x {name.Key}"));

    public static async Task<ProfiledApp> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var app = new ProfiledApp(protocols);
        await app._app.StartAsync();
        bool http2 = protocols == HttpProtocols.Http2;
        app.Client = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = false })
        {
            BaseAddress = new Uri(app._app.Urls.First()),
            DefaultRequestVersion = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await app.WarmUpAsync();
        return app;
    }

    /// <summary>Asks and checks the answer.</summary>
    public async Task AskAsync(string path, int id) => Assert.Equal($"{id}", await Client.GetStringAsync($"/{path}/{id}"));

    /// <summary>Asks many times, some at once.</summary>
    public Task AskManyAsync(string path, int users, int each) =>
        Task.WhenAll(Enumerable.Range(0, users).Select(async user =>
        {
            for (int i = 0; i < each; i++)
                await AskAsync(path, (user * each) + i);
        }));

    /// <summary>What became of roots since the app started, once all are decided.</summary>
    public async Task<ProfilerStatus> RootsAsync(long atLeast)
    {
        ProfilerStatus now = Since();
        try
        {
            await Eventually.TrueAsync(
                () =>
                {
                    now = Since();
                    return now.Roots >= atLeast && now.Roots == now.ExportedRoots + now.ElidedRoots + now.RefusedRoots;
                },
                Patience);
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Fail($"Of {atLeast} roots {now.Roots} were seen; {now.ExportedRoots} exported, {now.ElidedRoots} elided, {now.RefusedRoots} refused.");
        }

        return now;
    }

    /// <summary>Lets the spans go that have been kept.</summary>
    public void Forget() => _keep.Clear();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _tracing.Dispose();
        Endpoints.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The first requests are compiled, and the framework compiles its routing beside them.</summary>
    private async Task WarmUpAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await AskAsync("async", i);
            await AskAsync("sync", i);
        }

        await RootsAsync(6);
        await Task.Delay(200);
        _before = AsyncProfiler.Status;
        Forget();
    }

    private ProfilerStatus Since()
    {
        ProfilerStatus now = AsyncProfiler.Status;
        return now with
        {
            Roots = now.Roots - _before.Roots,
            ExportedRoots = now.ExportedRoots - _before.ExportedRoots,
            ElidedRoots = now.ElidedRoots - _before.ElidedRoots,
            RefusedRoots = now.RefusedRoots - _before.RefusedRoots,
            DetachedRoots = now.DetachedRoots - _before.DetachedRoots,
            Faults = now.Faults - _before.Faults,
            LostEvents = now.LostEvents - _before.LostEvents,
            IllegalTransitions = now.IllegalTransitions - _before.IllegalTransitions,
        };
    }

    private sealed class Keep : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<Activity> _spans = new();

        public IReadOnlyCollection<Activity> Spans => _spans;

        public void Clear() => _spans.Clear();

        public override void OnEnd(Activity data) => _spans.Enqueue(data);
    }
}
