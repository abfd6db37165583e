using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.KeptProfiles;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.KeptProfiles;

/// <summary>What of a day of profiles stays, in ticks that pass by hand.</summary>
public sealed class KeptDayTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly List<string> _written = [];
    private readonly IntervalProfiles _keeper;
    private long _now = 1_000 * Stopwatch.Frequency;

    public KeptDayTests()
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        var files = new KeptProfileFiles(_directory.FullName, new RingCaps(60, 20, long.MaxValue, null, 0), new ScriptedDisk(_directory.FullName), new VirtualTime(), new WrittenFiles());
        _keeper = new IntervalProfiles(
            TimeSpan.FromMinutes(1),
            () => new ProfileBuilder(names, methods, TickClock.Stopwatch),
            () => new EngineCounts(_now, 0, 0, new StitcherCounts(), 0, 0, 0, new DurationHistogram()),
            profile => _written.Add(files.Write(profile)));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Poll_TenTimesASecondForADay_KeepsTheLastHour()
    {
        for (int i = 0; i <= 864_100; i++)
            Poll(0.1);

        Assert.Equal(1440, _written.Count);
        Assert.Equal(_written.TakeLast(60).Order(StringComparer.Ordinal), _directory.GetFiles().Select(file => file.FullName).Order(StringComparer.Ordinal));
        Assert.InRange(AsyncProfile.Load(_written[^1]).Recording.DurationNs, 59_900_000_000, 60_100_000_000);
    }

    [Fact]
    public void Flush_AmidAnInterval_KeepsWhatThereIs()
    {
        _keeper.Flush();
        Assert.Empty(_written);

        Poll(0);
        Poll(4);
        _keeper.Flush();

        Assert.Equal(4_000_000_000, AsyncProfile.Load(Assert.Single(_written)).Recording.DurationNs);
    }

    private void Poll(double seconds)
    {
        _now += (long)(seconds * Stopwatch.Frequency);
        _keeper.Poll(_now);
    }
}
