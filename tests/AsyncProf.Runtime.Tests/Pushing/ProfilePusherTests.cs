using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Pushing;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>When a profile ends and the next one begins, in ticks that pass by hand.</summary>
public class ProfilePusherTests
{
    private static readonly long Second = Stopwatch.Frequency;

    private readonly List<AsyncProfile> _pushed = [];
    private readonly ProfilePusher _pusher;
    private long _now = 1_000 * Second;

    public ProfilePusherTests()
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        _pusher = new ProfilePusher(
            TimeSpan.FromSeconds(15), () => new ProfileBuilder(names, methods, TickClock.Stopwatch), () => new EngineCounts(_now, 0, 0, new StitcherCounts(), 0, 0, 0, new DurationHistogram()), _pushed.Add);
    }

    [Fact]
    public void Poll_EveryTenthOfASecond_PushesAProfileEachInterval()
    {
        for (int i = 0; i <= 455; i++)
            Poll(0.1);

        Assert.Equal(3, _pushed.Count);
        Assert.All(_pushed, profile => Assert.InRange(profile.Recording.DurationNs, 15_000_000_000, 15_100_000_000));
    }

    [Fact]
    public void Poll_AfterTheMachineSlept_PushesOneProfile()
    {
        Poll(0);
        Poll(86_400);

        Assert.Equal(86_400_000_000_000, Assert.Single(_pushed).Recording.DurationNs);
    }

    [Fact]
    public void Flush_BeforeAnythingBegan_PushesNothing()
    {
        _pusher.Flush();

        Assert.Empty(_pushed);
    }

    [Fact]
    public void Flush_AmidAnInterval_PushesWhatThereIs()
    {
        Poll(0);
        Poll(4);
        _pusher.Flush();

        Assert.Equal(4_000_000_000, Assert.Single(_pushed).Recording.DurationNs);
    }

    private void Poll(double seconds)
    {
        _now += (long)(seconds * Second);
        _pusher.Poll(_now);
    }
}
