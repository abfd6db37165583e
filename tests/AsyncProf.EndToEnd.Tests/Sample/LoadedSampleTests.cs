using System.Net.Http.Json;
using AsyncProf.EndToEnd.Tests.Jaeger;
using AsyncProf.EndToEnd.Tests.Receiving;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>Every endpoint of the sample under load, with what the receiver got held against Jaeger's rules and the profiler's own counts.</summary>
public class LoadedSampleTests
{
    private const int Users = 12;
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task AllTracesMayLeave_TheLintIsSilentAndCountsReconcile()
    {
        (IReadOnlyList<ReceivedSpan> spans, ProfilerCounts counts, int sent) = await RunAsync(spansPerSecond: 100_000);

        Assert.Empty(JaegerLint.Check(spans, 512).Take(10));
        ReceivedSpan[] requests = [.. spans.Where(span => span is { Kind: 2, Scope: "Microsoft.AspNetCore" })];
        ReceivedSpan[] detached = [.. spans.Where(span => span is { Scope: "AsyncProf", ParentId: "" })];
        HashSet<string> parents = [.. spans.Where(span => span.Scope == "AsyncProf").Select(span => span.ParentId)];
        ReceivedSpan[] bare = [.. requests.Where(request => !parents.Contains(request.SpanId))];
        Assert.True(sent > 200, $"{sent} requests are no load");
        Assert.True(requests.Length >= sent, $"{requests.Length} request spans came of {sent}"); // the sample asks itself for the tax
        Assert.Equal(counts.Roots, counts.ExportedRoots + counts.ElidedRoots + counts.RefusedRoots);
        Assert.Equal(0, counts.RefusedRoots);
        Assert.Equal(requests.Length + counts.DetachedRoots, counts.Roots);

        // Routing compiles a jump table where it has ten branches, here at the root, below /faults and below /sound, in the background of a first request. It
        // may outlive the request, and as it is a framework's own, it has no span.
        long ofFrameworks = counts.DetachedRoots - detached.Length;
        Assert.InRange(ofFrameworks, 0, 3);
        Assert.Equal(bare.Length + ofFrameworks, counts.ElidedRoots);
        Assert.All(bare, request => Assert.True(request.Name == "GET /version", $"{request} has no tree"));
        Assert.Equal(spans.Count(span => span.Scope == "AsyncProf"), counts.Spans);
        Assert.Equal((0, 0, 0), (counts.Faults, counts.LostEvents, counts.IllegalTransitions));
        AssertStatus(spans);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task MoreSpansThanMayLeave_WholeTracesAreRefusedAndTheBudgetIsKept()
    {
        const int PerSecond = 200;
        var watch = System.Diagnostics.Stopwatch.StartNew();

        (IReadOnlyList<ReceivedSpan> spans, ProfilerCounts counts, _) = await RunAsync(PerSecond);

        Assert.Empty(JaegerLint.Check(spans, 512).Take(10));
        Assert.True(counts.RefusedRoots > 0);
        Assert.Equal(counts.Roots, counts.ExportedRoots + counts.ElidedRoots + counts.RefusedRoots);
        Assert.InRange(counts.Spans, 1, PerSecond * (watch.Elapsed.TotalSeconds + 2));
        Assert.Equal(spans.Count(span => span.Scope == "AsyncProf"), counts.Spans);
        AssertStatus(spans);
    }

    /// <summary>What failed is marked, what was cancelled or went well is not.</summary>
    private static void AssertStatus(IReadOnlyList<ReceivedSpan> spans)
    {
        string[] failed = [.. spans.Where(span => span.Status == 2).Select(span => span.Name).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["FaultEndpoints.SendMailAsync", "GET /orders/{id:int}/label", "OrderEndpoints.LabelAsync", "OrderService.LabelAsync"], failed);
        Assert.All(spans.Where(span => failed.Contains(span.Name)), span => Assert.Equal(2, span.Status));
    }

    private static async Task<(IReadOnlyList<ReceivedSpan> Spans, ProfilerCounts Counts, int Sent)> RunAsync(int spansPerSecond)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "200000",
            ["AsyncProf__OverheadBudget"] = "1",
            ["AsyncProf__Spans__MaximumPerSecond"] = $"{spansPerSecond}",
        });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource(LoadTime);
        await load.RunAsync(Users, stop.Token);
        Assert.Empty(load.Wrong);
        await Task.Delay(TimeSpan.FromSeconds(3)); // the last mail is sent, the last second has left
        ProfilerCounts counts = (await sample.Client.GetFromJsonAsync<ProfilerCounts>("/health/profiler"))!;
        await Task.Delay(TimeSpan.FromSeconds(1));
        IReadOnlyList<ReceivedSpan> spans = receiver.Spans;
        Assert.Equal(0, await sample.StopAsync());
        HashSet<string> asking = [.. spans.Where(span => span.Name == "GET /health/profiler").Select(span => span.TraceId)];
        return ([.. spans.Where(span => !asking.Contains(span.TraceId))], counts, load.Sent); // the question had not ended when it was answered
    }
}
