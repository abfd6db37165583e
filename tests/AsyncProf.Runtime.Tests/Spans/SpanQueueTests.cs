using AsyncProf.Spans;

namespace AsyncProf.Runtime.Tests.Spans;

public class SpanQueueTests
{
    private const long Second = 1000;

    private readonly SpanQueue _queue = new(new SdkQueueSettings(2048), Second);

    [Fact]
    public void Room_OfAnEmptyQueue_LeavesAQuarterToTheApp() => Assert.Equal(1536, _queue.Room);

    [Fact]
    public void Room_OfWhatWaits_IsTheRest()
    {
        _queue.Add(1000, 0);
        Assert.Equal(536, _queue.Room);
        _queue.Add(0, 1000);
        Assert.Equal(0, _queue.Room);
        _queue.Tell(512, 512, 0, 0, 1);
        Assert.Equal(48, _queue.Room);
    }

    [Fact]
    public void Add_OfSourcesThatOthersExport_IsLearnedFromEachTimeThatNothingWaits()
    {
        _queue.Tell(512, 512, 0, 0, 1);
        for (int round = 1; round <= 20; round++)
        {
            _queue.Add(0, 1000); // of which 300 come
            _queue.Tell(300, 300, 0, 0, round * Second);
            Assert.Equal(0, _queue.Waiting);
        }

        _queue.Add(0, 1000);
        Assert.InRange(_queue.Waiting, 290, 340);
    }

    [Fact]
    public void Add_MoreThanItTakes_IsWhatItTakes()
    {
        _queue.Add(10_000, 0);

        Assert.Equal(2048, _queue.Waiting);
    }

    [Fact]
    public void Tell_ABatchThatIsNotFull_SaysThatNothingWaits()
    {
        _queue.Tell(512, 512, 0, 0, 1);
        _queue.Add(0, 1400); // of which half were of sources that nobody exports
        _queue.Tell(512, 512, 0, 0, 2);
        _queue.Add(30, 0);
        _queue.Tell(88, 88, 0, 30, 3);

        Assert.Equal(30, _queue.Waiting);
    }

    [Fact]
    public void Tell_Dropped_HalvesWhatMayWaitAndGivesItBackSlowly()
    {
        _queue.Tell(0, 0, 10, 0, 3 * Second);
        Assert.Equal(768, _queue.Limit);
        _queue.Tell(0, 0, 10, 0, (3 * Second) + 10); // of the same burst
        Assert.Equal(768, _queue.Limit);
        for (int second = 2; second < 60; second++)
            _queue.Tell(0, 0, 0, 0, second * Second * 2);

        Assert.Equal(1536, _queue.Limit);
    }

    [Fact]
    public void Pass_WhereNobodyTells_LetsLeaveWhatDefaultsTake()
    {
        _queue.Pass(1);
        _queue.Add(2000, 0);
        for (long now = 1; now <= (5 * Second) + 1; now += 20)
            _queue.Pass(now);

        Assert.InRange(_queue.Waiting, 990, 1010);
    }

    [Theory]
    [InlineData("8192", 8192)]
    [InlineData("x", 2048)]
    [InlineData("-1", 2048)]
    [InlineData(null, 2048)]
    public void Settings_AreThoseOfTheSdkOrItsDefaults(string? size, int expected) => Assert.Equal(expected, SdkQueueSettings.From(_ => size).Size);
}
