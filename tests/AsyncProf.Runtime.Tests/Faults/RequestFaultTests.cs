using System.Diagnostics;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using AsyncProf.Testing.Tiers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AsyncProf.Runtime.Tests.Faults;

/// <summary>Requests of every awkward kind: the answers are right, every root is accounted for, and nothing is kept.</summary>
[Collection(LiveCollection.Name)]
public class RequestFaultTests
{
    private const string Prefix = "Endpoints.";

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task ManyOnOneConnection_EachHasItsOwnTree(HttpProtocols protocols)
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync(protocols);
        await app.AskManyAsync("async", users: protocols == HttpProtocols.Http2 ? 20 : 1, each: 15);

        ProfilerStatus roots = await app.RootsAsync(protocols == HttpProtocols.Http2 ? 300 : 15);

        Assert.Equal(roots.Roots, roots.ExportedRoots);
        Activity[] requests = [.. app.Spans.Where(span => span.Kind == ActivityKind.Server)];
        Assert.Equal(roots.Roots, requests.Length);
        foreach (Activity request in requests)
        {
            Activity endpoint = Assert.Single(app.Spans, span => span.OperationName == Prefix + "AsyncAsync" && span.TraceId == request.TraceId);
            Assert.Equal(request.SpanId, endpoint.ParentSpanId);
            Assert.Equal(endpoint.SpanId, Assert.Single(app.Spans, span => span.OperationName == Prefix + "DeeperAsync" && span.TraceId == request.TraceId).ParentSpanId);
        }
    }

    [Fact]
    public async Task Synchronous_IsElidedAndCounted()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await app.AskManyAsync("sync", users: 2, each: 20);

        ProfilerStatus roots = await app.RootsAsync(40);

        Assert.Equal((40, 40), (roots.Roots, roots.ElidedRoots));
        Assert.DoesNotContain(app.Spans, span => span.Source.Name == "AsyncProf");
    }

    [Fact]
    public async Task Blocking_ShowsWhatItBlockedOn()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await app.AskManyAsync("block", users: 2, each: 5);

        ProfilerStatus roots = await app.RootsAsync(10);

        Assert.Equal(10, roots.ExportedRoots);
        Assert.Equal(10, app.Spans.Count(span => span.OperationName == Prefix + "AsyncAsync"));
    }

    [Fact]
    public async Task WorkThatOutlivesItsRequest_IsATraceOfItsOwn()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await app.AskManyAsync("outlive", users: 4, each: 5);

        ProfilerStatus roots = await app.RootsAsync(40);

        Assert.Equal((40, 20), (roots.Roots, roots.DetachedRoots));
        HashSet<ActivitySpanId> requests = [.. app.Spans.Where(span => span.Kind == ActivityKind.Server).Select(span => span.SpanId)];
        Activity[] later = [.. app.Spans.Where(span => span.OperationName == Prefix + "LaterAsync")];
        Assert.Equal(20, later.Length);
        Assert.All(later, span => Assert.Contains(Assert.Single(span.Links).Context.SpanId, requests));
    }

    [Fact]
    public async Task ASpanOfTheAppsOwn_IsLinkedFromTheMethodInWhichItEnded()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await app.AskManyAsync("own", users: 2, each: 5);

        await app.RootsAsync(10);

        Activity[] own = [.. app.Spans.Where(span => span.Source == Endpoints.Own)];
        Activity[] methods = [.. app.Spans.Where(span => span.OperationName == Prefix + "OwnSpanAsync")];
        Assert.Equal((10, 10), (own.Length, methods.Length));
        Assert.All(methods, span => Assert.Contains((span.TraceId, Assert.Single(span.Links).Context.SpanId), own.Select(o => (o.TraceId, o.SpanId))));
        Assert.All(app.Spans.Where(span => span.OperationName == Prefix + "DeeperAsync"), span => Assert.Empty(span.Links));
    }

    [Fact]
    public async Task Failed_SaysByWhichException()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await app.AskManyAsync("failing", users: 2, each: 5);

        await app.RootsAsync(10);

        Assert.Equal(Enumerable.Repeat("System.FormatException", 10), ErrorsOf("ThrowingAsync"));
        Assert.Equal(Enumerable.Repeat("System.InvalidOperationException", 10), ErrorsOf("WrappingAsync"));
        Assert.All(ErrorsOf("FailingAsync"), Assert.Null);

        IEnumerable<object?> ErrorsOf(string method) => app.Spans.Where(span => span.OperationName == Prefix + method).Select(span => span.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Request_SaysThatItsTraceIsComplete()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await app.AskManyAsync("async", users: 2, each: 5);

        await app.RootsAsync(10);

        Assert.All(app.Spans.Where(span => span.Kind == ActivityKind.Server), span => Assert.Equal("full", span.GetTagItem("asyncprof.detail")));
    }

    [Fact]
    public async Task Endless_HarmsNobodyAndLeavesWhenItsClientDoes()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        using (var leave = new CancellationTokenSource())
        {
            Task[] streams = [.. Enumerable.Range(0, 5).Select(_ => DrainAsync(app.Client, leave.Token))];
            await app.AskManyAsync("async", users: 2, each: 10);
            Assert.Equal(20, (await app.RootsAsync(20)).Roots);
            await leave.CancelAsync();
            await Task.WhenAll(streams);
        }

        ProfilerStatus roots = await app.RootsAsync(25);

        Assert.Equal("20 x GET /async/{id}, 5 x GET /endless", app.Requests);
        Assert.Equal((25, 25), (roots.Roots, roots.ExportedRoots));
        Assert.Equal(0, roots.Faults);
    }

    [Fact]
    public async Task ThousandsInFlight_AllAnswerAndMemoryReturns()
    {
        int count = Tier.Count(fast: 2_000, deep: 10_000);
        await using ProfiledApp app = await ProfiledApp.StartAsync(HttpProtocols.Http2);
        await app.AskManyAsync("async", users: 10, each: 10);
        await app.RootsAsync(100);

        Task[] asked = [.. Enumerable.Range(0, count).Select(id => app.AskAsync("gate", id))];
        await Eventually.TrueAsync(() => AsyncProfiler.Status.OperationsActive > count);
        Endpoints.Gate.SetResult();
        await Task.WhenAll(asked);

        ProfilerStatus roots = await app.RootsAsync(count + 100);
        Assert.Equal(count + 100, roots.Roots);
        Assert.Equal((0, 0, 0), (roots.Faults, roots.LostEvents, roots.IllegalTransitions));
        Assert.True(roots.ExportedRoots > 0);
        await Eventually.TrueAsync(() => AsyncProfiler.Status.OperationsActive < 1_000);
    }

    private static async Task DrainAsync(HttpClient client, CancellationToken leave)
    {
        try
        {
            await using Stream stream = await client.GetStreamAsync(new Uri("/endless", UriKind.Relative), leave);
            while (await stream.ReadAsync(new byte[64], leave) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The client has had enough.
        }
    }
}
