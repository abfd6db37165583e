using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>An Aspire dashboard of a test's own, on free ports of loopback: receives OTLP, shows it, and tells it by its API.</summary>
internal sealed class AspireDashboard : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private static readonly string Program = typeof(AspireDashboard).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "AspireDashboard").Value!;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder;
    private readonly ListeningProcess _process;
    private readonly HttpClient _client = new();

    private AspireDashboard(DirectoryInfo folder, ListeningProcess process) => (_folder, _process) = (folder, process);

    /// <summary>Where it takes OTLP over gRPC.</summary>
    public Uri Receiver { get; private set; } = null!;

    /// <summary>Where it takes OTLP over HTTP.</summary>
    public Uri HttpReceiver { get; private set; } = null!;

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<AspireDashboard> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("asyncprof-tests-");
        var process = ListeningProcess.Start(new ProcessStartInfo(Program) { WorkingDirectory = folder.FullName }, new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = AnyPort,
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = AnyPort,
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = AnyPort,
            ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
            ["ASPIRE_DASHBOARD_API_ENABLED"] = "true",
            ["HOME"] = folder.FullName, // its keys
            ["TMPDIR"] = folder.FullName, // its database
        });
        var dashboard = new AspireDashboard(folder, process);
        try
        {
            dashboard._client.BaseAddress = await process.AddressAsync("Now listening on", Patience);
            dashboard.Receiver = await process.AddressAsync("OTLP/gRPC listening on", Patience);
            dashboard.HttpReceiver = await process.AddressAsync("OTLP/HTTP listening on", Patience);
            await dashboard.ResourcesAsync();
            return dashboard;
        }
        catch
        {
            await dashboard.DisposeAsync();
            throw;
        }
    }

    /// <summary>The page of a trace.</summary>
    public Uri PageOf(TelemetryTrace trace) => new(_client.BaseAddress!, $"/traces/detail/{trace.Id}");

    /// <summary>Who has sent telemetry.</summary>
    public Task<JsonElement> ResourcesAsync() => _client.GetFromJsonAsync<JsonElement>("/api/telemetry/resources");

    /// <summary>All traces that it has.</summary>
    public async Task<IReadOnlyList<TelemetryTrace>> TracesAsync()
    {
        JsonElement answer = await _client.GetFromJsonAsync<JsonElement>("/api/telemetry/traces?limit=10000");
        return [.. TelemetrySpan.Read(answer).GroupBy(span => span.TraceId).Select(spans => new TelemetryTrace(spans.Key, [.. spans]))];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
