using AsyncProf.Decoding.Samples;

namespace AsyncProf.Analyzer.Tests.Decoding.Samples;

/// <summary>Samples wait for the events of their time, and stand for the time since the look before.</summary>
public class SampleQueueTests
{
    private readonly List<(int Thread, long Time, long Since)> _taken = [];
    private readonly SampleQueue _queue;

    public SampleQueueTests() => _queue = new SampleQueue(new SampledStackTable()) { OnSample = (thread, time, since, _) => _taken.Add((thread, time, since)) };

    [Fact]
    public void RunTo_AMoment_HandsOutWhatCameBefore()
    {
        Add(1, 10, 20, 30);
        Assert.Equal(10, _queue.Next);
        _queue.RunTo(20);

        Assert.Equal([(1, 10L, 10L), (1, 20L, 10L)], _taken);
        Assert.Equal((30, 3), (_queue.Next, _queue.Count));
        _queue.RunTo(long.MaxValue);
        Assert.Equal((long.MaxValue, 3, 3), (_queue.Next, _queue.Rounds, _taken.Count));
    }

    [Fact]
    public void Add_AfterALongerGap_StandsForAllOfIt()
    {
        Add(1, 10, 20, 80);
        _queue.RunTo(long.MaxValue);

        Assert.Equal((1, 80L, 20L), _taken[^1]);
    }

    [Fact]
    public void Add_AfterNobodyLookedForLong_StandsForNoMoreThanCanBe()
    {
        Add(1, [.. Enumerable.Range(1, 100).Select(look => look * 10L), 1_000_000]);
        _queue.RunTo(long.MaxValue);

        Assert.InRange(_taken[^1].Time - _taken[^1].Since, 10, 500_000);
    }

    [Fact]
    public void Rounds_OfThreadsThatComeAndGo_AreThoseOfTheOneThatStays()
    {
        Add(1, 10, 20, 30);
        Add(2, 40);
        Assert.Equal(3, _queue.Rounds);
    }

    [Fact]
    public void AddWait_BetweenSamples_ComesInItsTurn()
    {
        var waits = new List<(int Thread, long Time, long On, bool Begins)>();
        _queue.OnWait = (thread, time, on, begins) => waits.Add((thread, time, on, begins));
        _queue.AddWait(1, 5, 0x1000, begins: true);
        Add(2, 10);
        _queue.AddWait(1, 15, 0, begins: false);

        Assert.Equal(5, _queue.Next);
        _queue.RunTo(10);
        Assert.Equal([(1, 5L, 0x1000L, true)], waits);
        Assert.Equal((1, 15L), (_taken.Count, _queue.Next));
        _queue.RunTo(long.MaxValue);
        Assert.Equal((1, 15L, 0L, false), waits[^1]);
        Assert.Equal((1, 1), (_queue.Count, _queue.Rounds));
    }

    private void Add(int thread, params long[] times)
    {
        foreach (long time in times)
            _queue.Add(thread, time, isManaged: true, [1]);
    }
}
