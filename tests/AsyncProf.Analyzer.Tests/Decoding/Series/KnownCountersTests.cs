using AsyncProf.Decoding.Series;
using AsyncProf.Events.Tpl;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Analyzer.Tests.Decoding.Series;

public class KnownCountersTests
{
    private static readonly Guid Runtime = new("49592c0f-5a05-516d-aa4b-a64e02026c89");

    [Fact]
    public void TryRead_ACounterInMegabytesAndARate_AreInTheMeasuresUnits()
    {
        Assert.True(KnownCounters.TryRead(Runtime, CounterPayload.Mean("working-set", 36.5), out SeriesMeasure memory, out double bytes));
        Assert.Equal((SeriesMeasure.WorkingSet, 36_500_000), (memory, bytes));
        Assert.True(KnownCounters.TryRead(Runtime, CounterPayload.Increment("alloc-rate", 8192, 2), out SeriesMeasure allocated, out double rate));
        Assert.Equal((SeriesMeasure.Allocated, 4096), (allocated, rate));
        Assert.True(KnownCounters.TryRead(HostingEvents.SourceId, CounterPayload.Increment("requests-per-second", 50), out SeriesMeasure requests, out _));
        Assert.Equal(SeriesMeasure.ServedRequests, requests);
    }

    [Fact]
    public void TryRead_AnotherNameSourceOrTooMuch_IsNone()
    {
        Assert.False(KnownCounters.TryRead(Runtime, CounterPayload.Mean("my-counter", 1), out _, out _));
        Assert.False(KnownCounters.TryRead(Guid.NewGuid(), CounterPayload.Mean("working-set", 1), out _, out _));
        Assert.False(KnownCounters.TryRead(HostingEvents.SourceId, CounterPayload.Mean("working-set", 1), out _, out _));
        Assert.False(KnownCounters.TryRead(Runtime, CounterPayload.Mean("working-set", 1e300), out _, out _));
    }

    [Fact]
    public void All_Measures_HaveANameAtTheirPlace()
    {
        Assert.Equal(Enum.GetValues<SeriesMeasure>(), SeriesMeasures.All);
        Assert.Equal(SeriesMeasures.All.Count, SeriesMeasures.All.Select(SeriesMeasures.IdOf).Distinct().Count());
    }
}
