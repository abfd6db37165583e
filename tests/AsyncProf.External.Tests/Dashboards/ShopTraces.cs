using System.Diagnostics;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>The sample under load with a dashboard as its receiver, and what the dashboard then has. The dashboard stays until the tests are over.</summary>
public sealed class ShopTraces : IAsyncLifetime
{
    /// <summary>
    /// How many requests of each endpoint show all that its code awaits, at the least. On a busy machine a delay may be over before it is awaited, and a call before
    /// whoever began it awaits it: then the one has no span, and the other hangs under the request, because nobody waited for it.
    /// </summary>
    public const int LeastWhole = ShopLoad.Each * 2 / 3;

    /// <summary>What the sample begins and nobody awaits.</summary>
    internal const string Mail = "Shop.Faults.FaultEndpoints.SendMailAsync";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal AspireDashboard Dashboard { get; private set; } = null!;

    internal IReadOnlyList<TelemetryTrace> All { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Dashboard = await AspireDashboard.StartAsync();
        await using var shop = ListeningProcess.Start(
            new ProcessStartInfo("dotnet", [Built.Path("samples/WebApi", "WebApi.dll"), "--urls", "http://127.0.0.1:0"]),
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Dashboard.Receiver.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_BSP_MAX_QUEUE_SIZE"] = "200000", // nothing is left out
                ["AsyncProf__OverheadBudget"] = "1",
                ["AsyncProf__Spans__MaximumPerSecond"] = "100000",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
            });
        await ShopLoad.SendAsync(await shop.AddressAsync("Now listening on", Patience));

        // A detached operation outlives its request, and its spans with it.
        for (var waited = Stopwatch.StartNew(); Mails < LeastWhole || Requests < ShopLoad.All; await Task.Delay(500))
        {
            Assert.True(waited.Elapsed < Patience, $"{Mails} mails and {Requests} of {ShopLoad.All} requests have come: {shop.Output}");
            All = await Dashboard.TracesAsync();
        }

        Assert.True(await shop.StopAsync(Patience) == 0, shop.Output);
        All = await Dashboard.TracesAsync();
    }

    public async Task DisposeAsync()
    {
        if (Dashboard is not null)
            await Dashboard.DisposeAsync();
    }

    /// <summary>The traces that began with a request, such as <c>GET /orders</c>.</summary>
    internal IReadOnlyList<TelemetryTrace> Of(string request) => [.. All.Where(trace => trace.Request == request)];

    private int Mails => All.Count(trace => trace.Roots.Any(root => root.Function == Mail));

    private int Requests => All.Count(trace => trace.Request.Length > 0);
}
