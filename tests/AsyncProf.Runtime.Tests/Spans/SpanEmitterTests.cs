using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Spans;
using AsyncProf.Testing.Simulation;
using static AsyncProf.Testing.Simulation.ScriptedRequest;

namespace AsyncProf.Runtime.Tests.Spans;

/// <summary>Scripted requests through the emitter, and the activities that come out.</summary>
[Collection(nameof(SpanEmitterTests))]
public class SpanEmitterTests : IDisposable
{
    private readonly List<Activity> _activities = [];
    private readonly SpanCounts _counts = new();
    private readonly ActivityListener _listener;
    private Func<string, ActivitySamplingResult> _sample = _ => ActivitySamplingResult.AllDataAndRecorded;

    public SpanEmitterTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SpanEmitter.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => _sample(options.Name),
            ActivityStopped = activity =>
            {
                if (activity.TraceId.ToHexString().StartsWith("0000000000000102", StringComparison.Ordinal) || activity.Parent is null)
                    _activities.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Request_LeavesBelowItsOwnSpanAtOnce()
    {
        SpanEmitter emitter = Play(s => Sequence(s, "A", "B"), new SpanOptions { FoldWaitsFrom = 0 }, flush: false);

        Assert.Empty(_activities);
        emitter.Poll(Stopwatch.GetTimestamp());

        Assert.Equal(["A", "await Task.Delay", "B", "await Task.Delay"], _activities.OrderBy(a => a.StartTimeUtc).Select(a => a.OperationName));
        Activity[] methods = [.. _activities.Where(a => a.OperationName is "A" or "B")];
        Assert.All(methods, a => Assert.Equal("0000000000000001", a.ParentSpanId.ToHexString()));
        Assert.All(methods, a => Assert.InRange(a.Duration.TotalMilliseconds, 9.99, 10.01));
        Assert.All(_activities, a => Assert.InRange(a.StartTimeUtc, BaseUtc, BaseUtc.AddSeconds(1)));
        AssertReconciled(seen: 1, exported: 1);
        Assert.Equal(0, _counts.Clamped);
    }

    [Fact]
    public void MoreSpansThanMayLeaveInASecond_AreChosenAmong()
    {
        SpanEmitter emitter = Play(s => Many(s, 1000), new SpanOptions { MaximumPerSecond = 20 }, flush: false);

        long now = Stopwatch.GetTimestamp();
        for (int poll = 0; poll <= 150; poll++)
            emitter.Poll(now + (poll * Stopwatch.Frequency / 50));

        AssertReconciled(seen: 1000, exported: 20, refused: 980);
    }

    [Fact]
    public void FilteredAfterItsStart_CostsNothing()
    {
        Play(s => Many(s, 50), recorded: false);

        Assert.Empty(_activities);
        AssertReconciled(seen: 0);
    }

    [Fact]
    public void WithoutOperations_IsElided()
    {
        Play(s => Sequence(s));

        AssertReconciled(seen: 1, elided: 1);
    }

    [Fact]
    public void ASpanTheSamplerRefuses_LeavesItsChildrenToTheNearestAbove()
    {
        _sample = name => name == "Middle" ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded;

        Play(s => Deep(s));

        Activity outer = Assert.Single(_activities, a => a.OperationName == "Outer");
        Assert.Equal(outer.SpanId, Assert.Single(_activities, a => a.OperationName == "Inner").ParentSpanId);
        AssertReconciled(seen: 1, exported: 1);
    }

    [Fact]
    public void ASamplerThatTakesNothing_IsCountedAsRefused()
    {
        _sample = _ => ActivitySamplingResult.None;

        Play(s => Sequence(s, "A"));

        AssertReconciled(seen: 1, refused: 1);
    }

    [Fact]
    public void ADetachedRootThatTheSamplerDrops_IsCountedAsRefused()
    {
        _sample = name => name == "Mail" ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.AllDataAndRecorded; // as the SDK does for roots

        Play(s => FireAndForget(s));

        Assert.Equal((2, 1, 1), (_counts.Seen, _counts.Exported, _counts.Refused));
    }

    [Fact]
    public void ASamplerThatThrows_CostsItsSpanAndNoCount()
    {
        _sample = name => name == "Middle" ? throw new InvalidOperationException("a sampler of the app's") : ActivitySamplingResult.AllDataAndRecorded;

        Play(s => Deep(s));

        Assert.True(_counts.Faults > 0);
        AssertReconciled(seen: 1, exported: 1);
    }

    [Fact]
    public void WorkThatAMethodBegan_SaysWhich()
    {
        Play(s => [new Step.Yield(), new Step.Mark(true, 1, "GET /"), new Step.Await(s.Method("Handler", [new Step.Yield(), .. Starts(s, "Mail", Sleep(s, 100 * Ms))])), new Step.Mark(false, 1, "GET /"), new Step.Await(s.Delay(200 * Ms))]);

        Assert.Equal("Handler", Assert.Single(_activities, a => a.OperationName == "Mail").GetTagItem("asyncprof.started_by"));
        Assert.Null(Assert.Single(_activities, a => a.OperationName == "Handler").GetTagItem("asyncprof.started_by"));
    }

    [Fact]
    public void WorkThatOutlivesItsRequest_IsATraceOfItsOwnWithALink()
    {
        Play(s => FireAndForget(s));

        Activity mail = Assert.Single(_activities, a => a.OperationName == "Mail");
        Assert.Equal(default, mail.ParentSpanId);
        Assert.Equal("0000000000000001", Assert.Single(mail.Links).Context.SpanId.ToHexString());
        Assert.Null(mail.GetTagItem("asyncprof.started_by")); // the request did, and the link says so
        AssertReconciled(seen: 2, exported: 2, detached: 1);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void AClockThatWasSetDuringTheRequest_LeavesSpansInsideItAndIsCounted(int seconds)
    {
        Play(s => Sequence(s, "A", "B"), step: TimeSpan.FromSeconds(seconds));

        Assert.All(_activities, a => Assert.InRange(a.StartTimeUtc, BaseUtc, BaseUtc.AddSeconds(1)));
        Assert.Equal(["A", "B"], _activities.Where(a => a.OperationName is "A" or "B").OrderBy(a => a.StartTimeUtc).Select(a => a.OperationName));
        Assert.True(_counts.Clamped > 0);
        AssertReconciled(seen: 1, exported: 1);
    }

    private SpanEmitter Play(Func<Simulator, IEnumerable<Step>> steps, SpanOptions? options = null, bool recorded = true, bool flush = true, TimeSpan step = default)
    {
        var script = new ScriptedRequest();
        var emitter = new SpanEmitter(script.Names, script.Methods, options ?? new SpanOptions(), _counts, new SetClock(step), CaptureHub.Instance);
        script.Play(steps, emitter, recorded);
        if (flush)
            emitter.Flush();
        return emitter;
    }

    private void AssertReconciled(long seen, long exported = 0, long elided = 0, long refused = 0, long detached = 0)
    {
        Assert.Equal((seen, exported, elided, refused, detached), (_counts.Seen, _counts.Exported, _counts.Empty, _counts.Refused, _counts.Detached));
        Assert.Equal(seen, exported + elided + refused);
        Assert.Equal(_activities.Count, _counts.Emitted);
    }

    private static IEnumerable<Step> Many(Simulator s, int requests)
    {
        yield return new Step.Yield();
        for (int i = 1; i <= requests; i++)
        {
            yield return new Step.Mark(true, i, "GET /");
            yield return new Step.Await(s.Method("A", Sleep(s, 10 * Ms)));
            yield return new Step.Mark(false, i, "GET /");
        }
    }

    private static IEnumerable<Step> Deep(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("Outer", Calls(s, "Middle", Calls(s, "Inner", Sleep(s, 10 * Ms)))));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> FireAndForget(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("Handler", Starts(s, "Mail", Sleep(s, 100 * Ms))));
        yield return new Step.Mark(false, 1, "GET /");
        yield return new Step.Await(s.Delay(200 * Ms));
    }

    private static IEnumerable<Step> Starts(Simulator s, string method, IEnumerable<Step> body)
    {
        yield return new Step.Start(s.Method(method, body));
        yield return new Step.Await(s.Delay(10 * Ms));
    }

    private static IEnumerable<Step> Calls(Simulator s, string method, IEnumerable<Step> body)
    {
        yield return new Step.Await(s.Method(method, body));
    }

    /// <summary>The wall clock beside the stopwatch, set forward or back by a step.</summary>
    private sealed class SetClock(TimeSpan step) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => BaseUtc + Stopwatch.GetElapsedTime(0) + step;
    }
}
