using System.Diagnostics;
using AsyncProf.Spans;

namespace AsyncProf.Runtime.Tests.Spans;

/// <summary>A queue of the SDK's before which traces wait, in steps of 20 ms.</summary>
[Collection(nameof(SpanEmitterTests))]
public sealed class TraceGateTests : IDisposable
{
    private const int Limit = 1536;
    private const int StepsPerSecond = 50;
    private static readonly long StepTicks = Stopwatch.Frequency / StepsPerSecond;

    private readonly SpanCounts _counts = new();
    private readonly ActivitySource _source = new("AsyncProf.Tests.TraceGate");
    private readonly ActivityListener _listener;
    private readonly TracePacer _pacer = new(new Random(1));
    private readonly TraceOutlet _outlet;
    private readonly TraceGate _gate;
    private int _waiting; // in the queue
    private int _mostWaiting;
    private long _now;

    public TraceGateTests()
    {
        _listener = new ActivityListener { ShouldListenTo = source => source == _source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(_listener);
        _outlet = new TraceOutlet(_source, _counts);
        _gate = new TraceGate(_outlet, _pacer, 10_000, 0);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void Poll_AsManyAsTheExporterTakes_LeaveAll()
    {
        Play(seconds: 10, tracesPerStep: 10, exportedPerStep: 120);

        Assert.Equal((0, 5000), (_pacer.Refused, _counts.Emitted / 10));
        Assert.False(_gate.IsChoosing);
    }

    [Fact]
    public void Poll_MoreThanTheExporterTakes_LeaveAsManyAndNoMoreWait()
    {
        Play(seconds: 20, tracesPerStep: 10, exportedPerStep: 5);

        Assert.True(_gate.IsChoosing);
        Assert.InRange(_mostWaiting, 1, Limit);
        Assert.InRange(_counts.Emitted, 20 * StepsPerSecond * 5 * 0.9, (20 * StepsPerSecond * 5) + Limit);
        Assert.InRange(_outlet.Spans + _pacer.HeldSpans, 0, 3 * Limit);
    }

    [Fact]
    public void Poll_AnExporterThatHangs_LetsNothingLeaveAndHoldsLittle()
    {
        Play(seconds: 30, tracesPerStep: 50, exportedPerStep: 0);

        Assert.InRange(_mostWaiting, 1, Limit);
        Assert.InRange(_outlet.Spans + _pacer.HeldSpans, 0, 3 * Limit);
    }

    [Fact]
    public void Poll_WhenTheBurstIsOver_LeaveAllAgain()
    {
        Play(seconds: 5, tracesPerStep: 100, exportedPerStep: 100);
        Assert.True(_gate.IsChoosing);
        Play(seconds: 5, tracesPerStep: 2, exportedPerStep: 100);
        long refused = _pacer.Refused;
        Play(seconds: 5, tracesPerStep: 2, exportedPerStep: 100);

        Assert.False(_gate.IsChoosing);
        Assert.Equal(refused, _pacer.Refused);
    }

    [Fact]
    public void Poll_WhenAStallIsOver_LeaveAllAgainWhateverTheRate()
    {
        Play(seconds: 2, tracesPerStep: 10, exportedPerStep: 300);
        Step(steps: 40, tracesPerStep: 10, exportedPerStep: 0);
        Assert.True(_gate.IsChoosing);
        Play(seconds: 3, tracesPerStep: 10, exportedPerStep: 300);

        Assert.False(_gate.IsChoosing);
        Assert.Equal(0, _pacer.Refused);
        Assert.InRange(_mostWaiting, 1, Limit);
    }

    [Fact]
    public void Poll_ABurstThatIsTakenInASecond_LeavesWhole()
    {
        for (int trace = 0; trace < 250; trace++)
            Offer(10);
        Play(seconds: 2, tracesPerStep: 1, exportedPerStep: 100);

        Assert.Equal(0, _pacer.Refused);
        Assert.False(_gate.IsChoosing);
        Assert.InRange(_mostWaiting, 1, Limit);
    }

    [Fact]
    public void Poll_ATraceLargerThanTheQueue_LeavesInPieces()
    {
        Offer(4000);
        Play(seconds: 10, tracesPerStep: 0, exportedPerStep: 100);

        Assert.Equal(4000, _counts.Emitted);
        Assert.InRange(_mostWaiting, 1, Limit);
    }

    private void Play(int seconds, int tracesPerStep, int exportedPerStep) => Step(seconds * StepsPerSecond, tracesPerStep, exportedPerStep);

    private void Step(int steps, int tracesPerStep, int exportedPerStep)
    {
        for (int step = 0; step < steps; step++)
        {
            for (int trace = 0; trace < tracesPerStep; trace++)
                Offer(10);
            _waiting = Math.Max(0, _waiting - exportedPerStep);
            _waiting += _gate.Poll(new SpanRoom(Math.Max(0, Limit - _waiting), Limit, int.MaxValue), _now += StepTicks);
            _mostWaiting = Math.Max(_mostWaiting, _waiting);
        }
    }

    private void Offer(int spans)
    {
        if (_pacer.Draw(1, spans) is { } lot)
            _pacer.Offer(new PlannedTrace([.. Enumerable.Range(0, spans).Select(_ => new PlannedSpan { Name = "M", Node = 0, Start = 1, End = 1000 })], 1, spans, default, true, default, lot));
    }
}
