using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>An app whose spans leave as they would by default, for <c>bench/spans.sh</c>. The environment says where to, and whether AsyncProf is on.</summary>
internal static class SpansApp
{
    /// <summary>The path of the requests that count.</summary>
    public const string Counted = "/checkout";

    /// <summary>The path of the same requests while everything gets warm.</summary>
    private const string Warm = "/warm";

    public static async Task RunAsync(string address)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddAsyncProf();
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
            .AddAspNetCoreInstrumentation(options => options.Filter = static context => context.Request.Path == Counted || context.Request.Path == Warm)
            .AddAsyncProfInstrumentation()
            .AddOtlpExporter());
        await using WebApplication app = builder.Build();
        app.MapGet(Counted, Checkout.HandleAsync);
        app.MapGet(Warm, Checkout.HandleAsync);
        app.MapGet("/status", static (HttpContext context) => context.Response.WriteAsJsonAsync(new AppStatus(AsyncProfiler.Status, Environment.WorkingSet)));
        app.MapPost("/flush", static (TracerProvider provider) => provider.ForceFlush((int)TimeSpan.FromSeconds(20).TotalMilliseconds)); // what waits for its batch to be full
        await app.RunAsync();
    }
}
