using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Runtime.Tests.Engine;

/// <summary>When a profile ends and the next one begins, in ticks that pass by hand.</summary>
public class IntervalProfilesTests
{
    private static readonly long Second = Stopwatch.Frequency;

    private readonly List<AsyncProfile> _taken = [];
    private readonly IntervalProfiles _profiles;
    private long _now = 1_000 * Second;

    public IntervalProfilesTests()
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        _profiles = new IntervalProfiles(
            TimeSpan.FromSeconds(15), () => new ProfileBuilder(names, methods, TickClock.Stopwatch), () => new EngineCounts(_now, 0, 0, new StitcherCounts(), 0, 0, 0, new DurationHistogram()), _taken.Add);
    }

    [Fact]
    public void Poll_EveryTenthOfASecond_GivesAProfileEachInterval()
    {
        for (int i = 0; i <= 455; i++)
            Poll(0.1);

        Assert.Equal(3, _taken.Count);
        Assert.All(_taken, profile => Assert.InRange(profile.Recording.DurationNs, 15_000_000_000, 15_100_000_000));
    }

    [Fact]
    public void Poll_AfterTheMachineSlept_GivesOneProfile()
    {
        Poll(0);
        Poll(86_400);

        Assert.Equal(86_400_000_000_000, Assert.Single(_taken).Recording.DurationNs);
    }

    [Fact]
    public void Flush_BeforeAnythingBegan_GivesNothing()
    {
        _profiles.Flush();

        Assert.Empty(_taken);
    }

    [Fact]
    public void Flush_AmidAnInterval_GivesWhatThereIs()
    {
        Poll(0);
        Poll(4);
        _profiles.Flush();

        Assert.Equal(4_000_000_000, Assert.Single(_taken).Recording.DurationNs);
    }

    private void Poll(double seconds)
    {
        _now += (long)(seconds * Second);
        _profiles.Poll(_now);
    }
}
