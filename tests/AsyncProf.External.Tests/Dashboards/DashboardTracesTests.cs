using System.Globalization;
using System.Text.Json;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>What a dashboard has of the sample's requests: whole traces, each span with what <c>docs/spans.md</c> promises of it.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class DashboardTracesTests(ShopTraces traces)
{
    /// <summary>They await nothing.</summary>
    private static readonly string[] Synchronous = ["GET /health/profiler", "GET /version"];

    [Fact]
    public async Task Resources_AfterRequests_HoldTheAppByItsName()
    {
        JsonElement resource = Assert.Single((await traces.Dashboard.ResourcesAsync()).EnumerateArray());

        Assert.Equal("shop", resource.GetProperty("name").GetString());
        Assert.True(resource.GetProperty("hasTraces").GetBoolean());
    }

    [Fact]
    public void Traces_OfRequests_HaveAllCome()
    {
        IEnumerable<IGrouping<string, TelemetryTrace>> requests = traces.All.Where(trace => trace.Request.Length > 0).GroupBy(trace => trace.Request).ToList();

        Assert.All(requests, request => Assert.True(request.Count() == ShopLoad.Each, $"{request.Count()} traces of {request.Key}"));
        Assert.Equal(ShopLoad.All, requests.Sum(request => request.Count()));
    }

    [Fact]
    public void Traces_OfRequestsThatAwait_HoldTheirMethods() => Assert.All(traces.All.Where(trace => trace.Request.Length > 0).GroupBy(trace => trace.Request), request =>
    {
        int full = request.Count(trace => trace.Methods.Any());
        if (Synchronous.Contains(request.Key))
            Assert.True(full == 0, $"{request.Key} awaits nothing, and {full} traces hold methods");
        else
            Assert.True(full >= ShopTraces.LeastWhole, $"Only {full} traces of {request.Key} hold methods");
    });

    [Fact]
    public void Traces_OfRequestsAndDetachedOperations_HaveOneRootAndNoOrphans() => Assert.All(traces.All, trace =>
    {
        TelemetrySpan root = Assert.Single(trace.Roots);
        Assert.True(root.IsRequest || root.Function.Length > 0, $"{root} is neither a request nor an operation");
        Assert.Equal(trace.Spans.Count, trace.Spans.DistinctBy(span => span.SpanId).Count());
        Assert.True(trace.Downwards(root).Count() == trace.Spans.Count, $"Not all spans lie below the root of {trace}");
    });

    [Fact]
    public void Spans_OfOperations_LieInsideTheirParents() => Assert.All(traces.All, trace =>
    {
        foreach (TelemetrySpan span in trace.Spans.Where(span => span.IsOfAsyncProf))
        {
            if (trace.Parent(span) is { } parent)
                Assert.True(span.Start >= parent.Start && span.End <= parent.End, $"{span}, {span.Start}..{span.End}, is not in {parent}, {parent.Start}..{parent.End}");
        }
    });

    [Fact]
    public void Spans_OfMethods_TellTheStatesOfTheirTime() => Assert.All(traces.All.SelectMany(trace => trace.Methods), span =>
    {
        Assert.True(span.IsOfAsyncProf, $"{span} is of {span.Scope}");
        foreach (string state in (string[])["asyncprof.running", "asyncprof.waiting", "asyncprof.ready", "asyncprof.blocked"])
        {
            Assert.True(span.Attributes.TryGetValue(state, out string? seconds), $"{span} has no {state}");
            Assert.InRange(double.Parse(seconds!, CultureInfo.InvariantCulture), 0, double.MaxValue);
        }
    });

    [Fact]
    public void Links_OfDetachedOperations_LeadToTheRequestThatBeganThem()
    {
        Dictionary<string, TelemetryTrace> byId = traces.All.ToDictionary(trace => trace.Id);
        TelemetrySpan[] detached = [.. traces.All.SelectMany(trace => trace.Roots).Where(root => root.IsOfAsyncProf)];

        Assert.Contains(detached, root => root.Function == ShopTraces.Mail);
        foreach (TelemetrySpan root in detached)
        {
            (string trace, string span) = Assert.Single(root.Links);
            Assert.NotEqual(root.TraceId, trace);
            TelemetrySpan request = Assert.Single(byId[trace].Spans, above => above.SpanId == span);
            Assert.True(request.IsRequest, $"{root} links to {request}");
            if (root.Function == ShopTraces.Mail)
                Assert.Equal("GET /faults/fire-and-forget", request.Name);
        }
    }
}
