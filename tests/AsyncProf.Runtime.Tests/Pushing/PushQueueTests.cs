using AsyncProf.Pushing;

namespace AsyncProf.Runtime.Tests.Pushing;

public class PushQueueTests
{
    private readonly PushCounts _counts = new();

    [Fact]
    public void Add_BeyondTheBytes_DropsTheOldestAndCountsIt()
    {
        var queue = new PushQueue(250, _counts);
        for (int i = 0; i < 3; i++)
            queue.Add(Part(100, i));

        Assert.Equal((2, 200), (queue.Count, queue.Bytes));
        Assert.Equal(1, _counts.Dropped);
        Assert.True(queue.TryTake(out PushPart? oldest));
        Assert.Equal(1, oldest.Duration.Ticks);
    }

    [Fact]
    public void Add_BeyondTheNumber_DropsTheOldest()
    {
        var queue = new PushQueue(long.MaxValue, _counts);
        for (int i = 0; i < PushQueue.MaximumParts + 10; i++)
            queue.Add(Part(1, i));

        Assert.Equal(PushQueue.MaximumParts, queue.Count);
        Assert.Equal(10, _counts.Dropped);
    }

    [Fact]
    public void Add_OfOneThatIsTooLargeAlone_LetsItThrough()
    {
        var queue = new PushQueue(10, _counts);
        queue.Add(Part(11, 0));

        Assert.Equal((1, 11, 0), (queue.Count, queue.Bytes, _counts.Dropped));
        queue.Add(Part(12, 1));
        Assert.Equal((1, 12, 1), (queue.Count, queue.Bytes, _counts.Dropped));
        Assert.True(queue.TryTake(out _));
        Assert.Equal((0, 0), (queue.Count, queue.Bytes));
    }

    [Fact]
    public void Add_BeyondWhatMayWait_SaysSo()
    {
        _counts.AddRetry("it answered 503");
        var queue = new PushQueue(10, _counts);
        queue.Add(Part(10, 0));
        queue.Add(Part(10, 1));

        Assert.StartsWith("More waits than may", _counts.Why, StringComparison.Ordinal);
    }

    private static PushPart Part(int bytes, int number) => new(new byte[bytes], DateTime.UnixEpoch, TimeSpan.FromTicks(number));
}
