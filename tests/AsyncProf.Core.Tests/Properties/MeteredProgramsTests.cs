using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs whose threads allocate a byte and use a nanosecond each tick: what they use is where the events say that they ran, and nothing of it is lost.</summary>
public class MeteredProgramsTests
{
    private static readonly int Programs = Tier.Count(fast: 120, deep: 1_500);

    private static readonly AllocationInfo Measured = new(1, 0, 0, 0, 0);

    [Fact]
    public void Uses_OfEachStack_AreAsLongAsItRan()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            if (seed % 3 == 0 || RandomProgramTests.IsStuck(simulator))
                continue; // each third lingers after it has suspended, which is its use and not its running
            ProfileReading profile = Playback.Of(names, MeteredLog.Of(simulator.Log));

            string expected = Texts(profile.Profile, row => (row.TaskSelf.RunningNs + row.TaskSelf.BlockedNs) / 1_000_000), actual = Texts(profile.Profile, row => row.UsedSelf.AllocatedBytes);
            Assert.True(expected == actual, $"seed {seed}: {string.Join("; ", expected.Split('\n').Zip(actual.Split('\n')).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First} is {pair.Second}"))}");
            Assert.Equal((seed, Texts(profile.Profile, row => row.UsedSelf.AllocatedBytes)), (seed, Texts(profile.Profile, row => row.UsedSelf.CpuNs)));
        }
    }

    /// <summary>Who was woken may run, and end, what the thread that woke it has not left yet: that thread tells later what it used.</summary>
    [Fact]
    public void Uses_OfThreadsThatAreOvertaken_AreThoseOfTheSameStacks()
    {
        int overtaken = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            if (RandomProgramTests.IsStuck(simulator))
                continue;
            IReadOnlyList<LoggedEvent> log = MeteredLog.Of(simulator.Log), late = MeteredLog.Overtaken(log, new Random(seed));
            foreach (long grace in (long[])[2, 500])
            {
                Playback inTime = new(names, graceTicks: grace), behind = new(names, graceTicks: grace);
                inTime.Feed(log);
                behind.Feed(late);
                AsyncProfile expected = inTime.Finish().Profile, actual = behind.Finish().Profile;

                Assert.Equal((seed, inTime.Stitcher.Counts.OutsideUse), (seed, behind.Stitcher.Counts.OutsideUse));
                Assert.Equal((seed, Texts(expected, row => row.UsedSelf.AllocatedBytes)), (seed, Texts(actual, row => row.UsedSelf.AllocatedBytes)));
                Assert.Equal((seed, Texts(expected, row => row.UsedSelf.CpuNs)), (seed, Texts(actual, row => row.UsedSelf.CpuNs)));
            }

            overtaken += late.SequenceEqual(log) ? 0 : 1;
        }

        Assert.True(overtaken > Programs / 4);
    }

    [Fact]
    public void Readings_ChangeNothingElse()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            AsyncProfile plain = Playback.Of(names, simulator.Log).Profile, metered = Playback.Of(names, MeteredLog.Of(simulator.Log)).Profile;

            Assert.Equal(ProfileDump.Of(plain), ProfileDump.Of(new AsyncProfile(plain.Recording, metered.Data)));
        }
    }

    [Fact]
    public void Uses_OfAnyLogDamagedOrNot_AreConserved()
    {
        var random = new Random(7);
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            IReadOnlyList<LoggedEvent> log = MeteredLog.Of(simulator.Log);
            if (seed % 3 == 0)
                log = MeteredLog.Overtaken(log, random);
            if (seed % 2 == 1)
                log = RandomProgramTests.Damage(log, random);
            var playback = new Playback(names, graceTicks: 500);
            foreach (LoggedEvent logged in log)
            {
                playback.Feed([logged]);
                if (random.Next(log.Count) < 3)
                    playback.Stitcher.Snapshot(playback.Stitcher.Now);
            }

            AsyncProfile profile = playback.Finish().Profile;
            long used = profile.Data.Samples.Sum(sample => sample.Sums.Use.AllocatedBytes), outside = playback.Stitcher.Counts.OutsideUse.AllocatedBytes + playback.Stitcher.Counts.OwnUse.AllocatedBytes;
            Assert.True(MeteredLog.Bytes(log) == used + outside, $"seed {seed}: {MeteredLog.Bytes(log)} {used} {outside}; {playback.Stitcher.Store.Uses.Count} readings are left, {playback.Stitcher.Store.Operations.Count}");
            Assert.Equal(used, profile.Tree.UsedTotal.AllocatedBytes);
            Assert.Equal(used, profile.Methods.Sum(row => row.UsedSelf.AllocatedBytes));
            Assert.Equal(used, profile.Roots.Sum(root => root.Used.AllocatedBytes));
        }
    }

    [Fact]
    public void File_OfAMeteredProfile_TellsTheSame()
    {
        for (int seed = 0; seed < Programs / 10; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            AsyncProfile played = Playback.Of(names, MeteredLog.Of(simulator.Log)).Profile;
            var metered = new AsyncProfile(played.Recording with { Allocated = Measured, Cpu = new CpuInfo(1, 0, 0, 0) }, played.Data);
            AsyncProfile read = PprofReader.Read(PprofWriter.Write(metered));

            Assert.Equal(ProfileDump.Of(metered), ProfileDump.Of(read));
            Assert.Equal(metered.Methods.Select(row => (row.Method, row.UsedSelf, row.UsedTotal)), read.Methods.Select(row => (row.Method, row.UsedSelf, row.UsedTotal)));
        }
    }

    /// <summary>But for pooled methods, which are known only when they are over, and requests that begin outside any operation: no event tells when the thread has gone back to its pool.</summary>
    private static string Texts(AsyncProfile profile, Func<MethodRow, long> value) =>
        string.Join('\n', profile.Methods.Where(row => row.Method != Oracle.Unnamed && row.Kind == FrameKind.Method).Select(row => FormattableString.Invariant($"{row.Method} {value(row)}")).Order(StringComparer.Ordinal));
}
