using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AsyncProf.EndToEnd.Tests.Jaeger;
using AsyncProf.EndToEnd.Tests.Receiving;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The spans of an app that knows nothing of the profiler, sent while it is recorded.</summary>
[Collection(RecordingCollection.Name)]
public sealed class SpansFromOutsideTests : IDisposable
{
    private const string Request = "GET /orders/{id:int}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Recorded_ByTheAgent_RequestsHaveTheIdsThatTheirClientsSent()
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace");
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using var target = RunningProgram.Start("dotnet", Built.Path("tests/programs/AsyncProf.Endpoints", "AsyncProf.Endpoints.dll"), "logging");
        await target.ReadLineAsync(); // ready
        var app = new Uri((await target.AskAsync("address"))!);
        using Process tool = Tool.Start("record", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--otlp-endpoint", receiver.Address, "-o", file);
        Task<string> output = tool.StandardOutput.ReadToEndAsync();
        Assert.StartsWith("Recording", await tool.StandardError.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
        Task<string> errors = tool.StandardError.ReadToEndAsync();

        string plain = NewId(32), traced = NewId(32), caller = NewId(16);
        IReadOnlyList<ReceivedSpan> spans = [];
        using (var client = new HttpClient { BaseAddress = app })
        {
            for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !new[] { plain, traced }.All(id => spans.Count(span => span.TraceId == id) >= 2); spans = receiver.Spans)
            {
                // The agent may not be listening yet when the recording begins.
                (plain, traced) = (NewId(32), NewId(32));
                await AskAsync(client, $"00-{plain}-{caller}-00");
                await AskAsync(client, $"00-{traced}-{caller}-01");
                await receiver.WaitForAsync(come => new[] { plain, traced }.All(id => come.Count(span => span.TraceId == id) >= 2), TimeSpan.FromSeconds(3));
            }
        }

        Assert.False(tool.HasExited); // they come while it records
        AssertRequest(spans, plain, parent: "");
        AssertRequest(spans, traced, parent: caller);

        await Tool.SignalAsync("INT", tool.Id);
        await tool.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(tool.ExitCode == 0, await errors);
        Assert.Equal("", await output);
        Assert.Matches($@"/v1/traces: ([\d,]+) of \1 spans in [\d,]+ traces", await errors);
        Assert.Equal(0, await target.EndAsync());
        spans = receiver.Spans;
        Assert.Empty(JaegerLint.Check([.. spans.Where(span => span.TraceId != traced && !spans.Any(other => other.TraceId == span.TraceId && other.ParentId == caller))], 512, isFromOutside: true));
        Assert.Equal(spans.Select(span => (span.TraceId, span.SpanId, span.Name)).Order(), (await ExportAsync(file)).Order());
    }

    private static void AssertRequest(IReadOnlyList<ReceivedSpan> spans, string trace, string parent)
    {
        ReceivedSpan request = Assert.Single(spans, span => span.TraceId == trace && span.Kind == 2);
        Assert.Equal((Request, parent), (request.Name, request.ParentId));
        ReceivedSpan handler = Assert.Single(spans, span => span.TraceId == trace && span.ParentId == request.SpanId);
        Assert.Contains("EndpointApp.Map.lambda", handler.Name, StringComparison.Ordinal);
        Assert.Equal("AsyncProf.Endpoints", handler.Resource["service.name"]);
        Assert.InRange(handler.Time("asyncprof.waiting"), TimeSpan.Zero, handler.Duration);
    }

    /// <summary>The same spans, made of the file.</summary>
    private static async Task<IEnumerable<(string, string, string)>> ExportAsync(string file)
    {
        string target = file + ".otlp.jsonl";
        (int code, _, string errors) = await Tool.RunAsync("export", file, "-o", target);
        Assert.True(code == 0, errors);
        return [.. from line in await File.ReadAllLinesAsync(target)
                   from span in JsonDocument.Parse(line).RootElement.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray()
                   select (span.GetProperty("traceId").GetString()!.ToUpperInvariant(), span.GetProperty("spanId").GetString()!.ToUpperInvariant(), span.GetProperty("name").GetString()!)];
    }

    private static async Task AskAsync(HttpClient client, string traceparent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders/7");
        request.Headers.Add("traceparent", traceparent.ToLowerInvariant());
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal("7", await response.Content.ReadAsStringAsync());
    }

    private static string NewId(int digits) => Convert.ToHexString(Guid.NewGuid().ToByteArray())[..digits];
}
