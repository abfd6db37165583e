using AsyncProf.EndToEnd.Tests.Receiving;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>One sample and one receiver for all tests of a class, with real requests sent once.</summary>
public class SampleFixture : IAsyncLifetime
{
    /// <summary>In the first rounds code is compiled inside the requests, and the framework compiles its routing beside them.</summary>
    private const int WarmUpRounds = 3, MeasuredRounds = 5;

    private static readonly string[] Paths =
    [
        "/orders/7", "/orders/7/summary", "/orders/7/invoice", "/orders", "/stock/SKU-1", "/catalog", "/carriers", "/reports/daily",
        "/orders/7/label", "/faults/sync-over-async", "/faults/n-plus-one", "/faults/fire-and-forget", "/faults/starvation",
    ];

    private OtlpReceiver _receiver = null!;
    private SampleProcess _sample = null!;

    public IReadOnlyList<ReceivedSpan> Spans { get; private set; } = [];

    /// <summary>Answers by path, of the last round.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public async Task InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        _sample = await SampleProcess.StartAsync(await ProgramAsync(), new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        });
        for (int round = 0; round < WarmUpRounds + MeasuredRounds; round++)
        {
            foreach (string path in Paths)
            {
                using HttpResponseMessage response = await _sample.Client.GetAsync(path);
                Answers[path] = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
            }

            using HttpResponseMessage placed = await _sample.Client.PostAsync("/orders", new StringContent(
                """{"id":9,"sku":"SKU-1","quantity":1,"price":9}""", System.Text.Encoding.UTF8, "application/json"));
            Answers["POST /orders"] = $"{(int)placed.StatusCode}";
        }

        await Task.Delay(1_000); // the mail that nobody waits for
        int exit = await _sample.StopAsync();
        Assert.True(exit == 0, _sample.Output);
        Spans = await _receiver.WaitForAsync(spans => spans.Count(span => span.Name == "POST /orders") >= WarmUpRounds + MeasuredRounds, TimeSpan.FromSeconds(10));
    }

    public virtual async Task DisposeAsync()
    {
        await _sample.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    /// <summary>The sample to start: as it is built, if nothing else is said.</summary>
    protected virtual Task<string> ProgramAsync() => Task.FromResult(SampleProcess.Program);

    /// <summary>The request spans of a route, without the warm-up.</summary>
    public IReadOnlyList<ReceivedSpan> Requests(string name)
    {
        IReadOnlyList<ReceivedSpan> found = AllRequests(name);
        Assert.True(found.Count >= WarmUpRounds + MeasuredRounds, $"No request span {name} among {string.Join(", ", Spans.Select(span => span.Name).Distinct())}");
        return [.. found.Skip(WarmUpRounds)];
    }

    /// <summary>All request spans of a route, by start.</summary>
    public IReadOnlyList<ReceivedSpan> AllRequests(string name) =>
        [.. Spans.Where(span => span.Name == name && span.Kind == 2).OrderBy(span => span.Start)];

    /// <summary>The spans directly below one, by start.</summary>
    public IReadOnlyList<ReceivedSpan> Below(ReceivedSpan parent) =>
        [.. Spans.Where(span => span.TraceId == parent.TraceId && span.ParentId == parent.SpanId).OrderBy(span => span.Start)];

    /// <summary>The tree of names below a span, two spaces a level; waits of leaves and the client's own spans left out.</summary>
    public string Tree(ReceivedSpan span, int level = 0)
    {
        string text = "";
        foreach (ReceivedSpan child in Below(span).Where(child => child.Scope == "AsyncProf"))
            text += new string(' ', level * 2) + child.Name + "\n" + Tree(child, level + 1);
        return text;
    }
}
