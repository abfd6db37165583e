using System.Collections.Concurrent;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AsyncProf.EndToEnd.Tests.Receiving;

/// <summary>An OTLP receiver over HTTP and protobuf on a free port of loopback: keeps every span it gets.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();

    private OtlpReceiver(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/traces", ReceiveAsync);
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public static async Task<OtlpReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what has arrived satisfies a condition; returns what has arrived when it does, or when the time is up.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> WaitForAsync(Func<IReadOnlyList<ReceivedSpan>, bool> condition, TimeSpan atMost)
    {
        using var stop = new CancellationTokenSource(atMost);
        while (!stop.IsCancellationRequested && !condition(Spans))
            await Task.Delay(50, CancellationToken.None);
        return Spans;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        foreach (ReceivedSpan span in ReceivedSpan.Read(ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray())))
            _spans.Enqueue(span);
        context.Response.ContentType = "application/x-protobuf";
    }
}
