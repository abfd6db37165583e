using AsyncProf.Decoding;
using AsyncProf.Decoding.Series;

namespace AsyncProf.Analyzer.Tests.Decoding.Series;

public class CollectorPausesTests
{
    private const int Collection = CollectorEvents.ForCollection, Sampling = 0;

    private readonly List<(long From, long To, int Generation)> _pauses = [];
    private readonly CollectorPauses _collector;

    public CollectorPausesTests() => _collector = new CollectorPauses { OnPause = (from, to, generation) => _pauses.Add((from, to, generation)) };

    [Fact]
    public void Take_ACollection_IsAPauseWithItsGeneration()
    {
        Stopping(1, 10, Collection);
        Assert.Equal(10, _collector.OpenSince);
        Take(CollectorEvents.Stopped, 1, 12);
        Take(CollectorEvents.Start, 2, 13, [.. BitConverter.GetBytes(77), .. BitConverter.GetBytes(2)]);
        Take(CollectorEvents.Start, 2, 14, [.. BitConverter.GetBytes(78), .. BitConverter.GetBytes(1)]);
        Take(CollectorEvents.Resumed, 2, 20);

        Assert.Equal([(10, 20, 2)], _pauses);
        Assert.Null(_collector.OpenSince);
    }

    [Fact]
    public void Take_ThreadsThatAreStoppedToBeSampled_IsNone()
    {
        Stopping(1, 10, Sampling);
        Take(CollectorEvents.Stopped, 1, 12);
        Take(CollectorEvents.Resumed, 1, 20);

        Assert.Empty(_pauses);
        Assert.Null(_collector.OpenSince);
    }

    [Fact]
    public void Take_ACollectionThatWaitsForASample_BeginsWhenItWantsToAndEndsWithItself()
    {
        Stopping(1, 10, Sampling);
        Stopping(2, 11, Collection);
        Take(CollectorEvents.Stopped, 1, 12);
        Take(CollectorEvents.Resumed, 1, 15);
        Assert.Empty(_pauses);
        Assert.Equal(11, _collector.OpenSince);
        Take(CollectorEvents.Stopped, 2, 16);
        Take(CollectorEvents.Resumed, 3, 30); // a collection that goes on beside the threads lets them run from its own

        Assert.Equal([(11, 30, CollectorPauses.Unknown)], _pauses);
    }

    [Fact]
    public void Take_PausesOneAfterTheOther_NeverOverlap()
    {
        Stopping(1, 10, Collection);
        Take(CollectorEvents.Stopped, 1, 11);
        Stopping(2, 12, Collection);
        Take(CollectorEvents.Resumed, 1, 20);
        Take(CollectorEvents.Stopped, 2, 21);
        Take(CollectorEvents.Resumed, 2, 25);

        Assert.Equal([(10, 20), (20, 25)], _pauses.Select(pause => (pause.From, pause.To)));
    }

    [Fact]
    public void Take_AnEndWithoutABeginOrAfterACut_IsNone()
    {
        Take(CollectorEvents.Resumed, 1, 5);
        Stopping(1, 10, Collection);
        Take(CollectorEvents.Stopped, 1, 12);
        _collector.Cut();
        Take(CollectorEvents.Resumed, 1, 20);

        Assert.Empty(_pauses);
    }

    [Fact]
    public void Take_AnyEvents_AreBoundedAndInOrder()
    {
        var random = new Random(3);
        for (int i = 0; i < 50_000; i++)
            Take(random.Next(1, 11), random.Next(1000), random.Next(), [.. Enumerable.Range(0, random.Next(12)).Select(_ => (byte)random.Next(3))]);

        Assert.All(_pauses, pause => Assert.True(pause.From < pause.To));
        Assert.All(_pauses.Zip(_pauses.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
    }

    private void Stopping(int thread, long time, int reason) => Take(CollectorEvents.Stopping, thread, time, [.. BitConverter.GetBytes(reason), .. BitConverter.GetBytes(1)]);

    private void Take(int id, int thread, long time, byte[]? payload = null) => _collector.Take(RuntimeEvents.Provider, id, thread, time, payload ?? []);
}
