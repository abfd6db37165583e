using System.Globalization;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>A back end that counts what it is sent, for <c>bench/spans.sh</c>: one that answers at once, late, or with an error.</summary>
internal static class SpansSink
{
    /// <summary>Receives until the process is ended.</summary>
    /// <param name="address">Where.</param>
    /// <param name="answer">After how many milliseconds it answers, or <c>fail</c>.</param>
    public static async Task RunAsync(string address, string answer)
    {
        bool fails = answer == "fail";
        var delay = TimeSpan.FromMilliseconds(fails ? 0 : int.Parse(answer, CultureInfo.InvariantCulture));
        var traces = new SeenTraces();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        await using WebApplication app = builder.Build();
        app.MapGet("/counts", (HttpContext context) => context.Response.WriteAsJsonAsync(traces.Counts()));
        app.MapPost("/v1/traces", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            traces.Add(ExportTraceServiceRequest.Parser.ParseFrom(body.GetBuffer(), 0, (int)body.Length));
            await Task.Delay(delay);
            context.Response.StatusCode = fails ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            context.Response.ContentType = "application/x-protobuf";
        });
        await app.RunAsync();
    }
}
