using System.Diagnostics;
using System.Diagnostics.Metrics;
using AsyncProf.Triggers;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>What is compared of each kind of instrument. Polls are at moments of our own; nothing is asked unless it is told to.</summary>
public sealed class MeterWatchTests : IDisposable
{
    private static readonly long Second = Stopwatch.Frequency;

    private readonly Meter _meter = new("Shop." + Guid.NewGuid().ToString("N"));
    private readonly TriggerCounts _counts = new();
    private MeterWatch? _watch;
    private long _now = 100 * Second;

    public void Dispose()
    {
        _watch?.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Histogram_OfAMeasurementAboveTheThreshold_HoldsOnce()
    {
        Watch("queue.wait", 2);
        Histogram<double> wait = _meter.CreateHistogram<double>("queue.wait");

        wait.Record(2);
        Assert.Null(Poll());
        wait.Record(7.25);
        wait.Record(3);
        Assert.Equal("meter: queue.wait is 7.25, more than 2", Poll());
        Assert.Null(Poll());
    }

    [Fact]
    public void Gauge_OfAnotherType_IsComparedAsItIs()
    {
        Watch("depth", 10);
        Gauge<int> depth = _meter.CreateGauge<int>("depth");

        depth.Record(11);

        Assert.NotNull(Poll());
    }

    [Fact]
    public void Counter_ByTheSecond_HoldsWhenItsRateIsHigher()
    {
        Watch("errors", 10);
        Counter<long> errors = _meter.CreateCounter<long>("errors");

        errors.Add(1000);
        Assert.Null(Poll()); // since when is not known
        errors.Add(10);
        Assert.Null(Poll());
        errors.Add(11);
        Assert.Equal("meter: errors is 11, more than 10", Poll());
        Assert.Null(Poll());
    }

    [Fact]
    public void UpDownCounter_BySum_HoldsWhileItIsHigher()
    {
        Watch("open", 2);
        UpDownCounter<short> open = _meter.CreateUpDownCounter<short>("open");

        open.Add(3);
        Assert.NotNull(Poll());
        Assert.NotNull(Poll());
        open.Add(-1);
        Assert.Null(Poll());
    }

    [Fact]
    public void ObservableGauge_OfSeveralTags_HoldsWhenOneIsHigher()
    {
        Watch("used", 90);
        _meter.CreateObservableGauge("used", () => (Measurement<int>[])[new(10, new KeyValuePair<string, object?>("disk", "a")), new(95, new KeyValuePair<string, object?>("disk", "b"))]);

        _watch!.Collect(_now);

        Assert.Equal("meter: used is 95, more than 90", Poll());
    }

    [Fact]
    public void ObservableCounter_ByTheSecond_AddsItsTagsUp()
    {
        Watch("lost", 5);
        long lost = 1000;
        _meter.CreateObservableCounter("lost", () => (Measurement<long>[])[new(lost), new(lost)]);

        _watch!.Collect(_now);
        Assert.Null(Poll());
        lost += 2;
        _watch.Collect(_now);
        Assert.Null(Poll());
        lost += 3;
        _watch.Collect(_now);
        Assert.Equal("meter: lost is 6, more than 5", Poll());
    }

    [Fact]
    public void Observable_ThatThrows_StopsNoOther()
    {
        Watch("used", 90);
        _meter.CreateObservableGauge("used", static int () => throw new InvalidOperationException());
        _meter.CreateObservableGauge("used", static () => 95);

        _watch!.Collect(_now);

        Assert.NotNull(Poll());
    }

    [Fact]
    public void Name_WithItsMeter_MatchesThatOneOnly()
    {
        using var other = new Meter("Other." + Guid.NewGuid().ToString("N"));
        Watch($"{_meter.Name}/wait", 1);

        other.CreateHistogram<int>("wait").Record(5);
        Assert.Null(Poll());
        _meter.CreateHistogram<int>("wait").Record(5);
        Assert.NotNull(Poll());
    }

    [Fact]
    public void Measurements_ThatAreNoNumbers_ArePassedOver()
    {
        Watch("open", 2);
        UpDownCounter<double> open = _meter.CreateUpDownCounter<double>("open");

        open.Add(double.NaN);
        open.Add(double.PositiveInfinity);
        open.Add(3);

        Assert.NotNull(Poll());
    }

    [Fact]
    public void Measurements_OfManyThreads_AreAllCounted()
    {
        Watch("errors", 79_999);
        Counter<int> errors = _meter.CreateCounter<int>("errors");
        errors.Add(1);
        Poll();

        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 10_000; i++)
                errors.Add(1);
        });

        Assert.Equal("meter: errors is 80000, more than 79999", Poll());
    }

    [Fact]
    public void UpDownCounter_WhoseMeterIsDisposed_HoldsNoLonger()
    {
        Watch("open", 2);
        UpDownCounter<int> open = _meter.CreateUpDownCounter<int>("open");
        open.Add(3);
        Assert.NotNull(Poll());

        _meter.Dispose();

        Assert.Null(Poll());
    }

    [Fact]
    public void Instruments_OfMetersThatComeAndGo_AreWatchedForEver()
    {
        Watch("wait", 1);
        for (int i = 0; i < 10 * MeterWatch.MostSlots; i++)
        {
            using var meter = new Meter(_meter.Name);
            meter.CreateHistogram<int>("wait").Record(5);
            Assert.NotNull(Poll());
        }

        Assert.Equal(0, _counts.AddTo(new ProfilerStatus()).UnwatchedInstruments);
    }

    [Fact]
    public void Instruments_MoreThanThereIsRoomFor_AreCounted()
    {
        Watch("wait", 1);
        Histogram<int> first = _meter.CreateHistogram<int>("wait");
        var others = Enumerable.Range(0, MeterWatch.MostSlots + 2).Select(i => new Meter($"{_meter.Name}.{i}")).ToList();
        others.ForEach(meter => meter.CreateHistogram<int>("wait").Record(0));

        first.Record(5);

        Assert.NotNull(Poll());
        Assert.Equal(3, _counts.AddTo(new ProfilerStatus()).UnwatchedInstruments);
        others.ForEach(meter => meter.Dispose());
    }

    private void Watch(string instrument, double threshold) => _watch = new MeterWatch(new MeterThresholds([new(instrument, threshold)]), _counts);

    private string? Poll()
    {
        string? reason = _watch!.Poll(_now);
        _now += Second;
        return reason;
    }
}
