using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs whose threads stand still at random moments: what is said of pauses is said beside all the rest, which stays what it is. That each pause has its owner is checked on every tree.</summary>
public class PausedProgramsTests
{
    private static readonly int Programs = Tier.Count(fast: 60, deep: 1_000);

    [Fact]
    public void Pauses_AtRandomMoments_ChangeNoTimeAndAddUpByRootAndMethod()
    {
        int some = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            (AsyncProfile plain, _) = Play(seed, isPaused: false);
            (AsyncProfile paused, PauseList pauses) = Play(seed, isPaused: true);

            Assert.Equal(plain.Data.Samples, paused.Data.Samples);
            Assert.Equal(plain.Data.Stacks, paused.Data.Stacks);
            long roots = paused.Data.Roots.Values.Sum(notes => notes.GcNs), methods = paused.Data.Methods.Values.Sum(notes => notes.GcPaused.TotalNs);
            Assert.Equal(roots, methods);
            Assert.Equal(roots, paused.Roots.Sum(root => root.GcNs));
            Assert.All(paused.Roots, root => Assert.InRange(root.GcNs, 0, root.ElapsedNs));
            Assert.All(paused.Methods, row =>
            {
                Assert.InRange(row.GcPaused.RunningNs, 0, row.ElapsedSelf.RunningNs);
                Assert.InRange(row.GcPaused.WaitingNs, 0, row.ElapsedSelf.WaitingNs);
                Assert.InRange(row.GcPaused.ReadyNs, 0, row.ElapsedSelf.ReadyNs);
                Assert.InRange(row.GcPaused.BlockedNs, 0, row.ElapsedSelf.BlockedNs);
            });
            Assert.Equal(0, plain.Roots.Sum(root => root.GcNs));
            some += roots > 0 ? 1 : 0;
        }

        Assert.InRange(some, Programs / 2, Programs);
    }

    [Fact]
    public void Pauses_SavedLoadedAndAddedUp_Stay()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            string path = Path.Combine(directory.FullName, "paused.pb.gz");
            AsyncProfile paused = Enumerable.Range(0, 50).Select(seed => Play(seed, isPaused: true).Profile).First(profile => profile.Roots.Any(root => root.GcNs > 0));
            paused.Save(path);
            AsyncProfile loaded = AsyncProfile.Load(path), twice = AsyncProfile.Merge(paused, loaded);

            Assert.Equal(paused.Methods.Select(row => (row.Method, row.GcPaused)), loaded.Methods.Select(row => (row.Method, row.GcPaused)));
            Assert.Equal(paused.Roots.Select(root => (root.Name, root.GcNs)), loaded.Roots.Select(root => (root.Name, root.GcNs)));
            Assert.Equal(paused.Roots.Select(root => (root.Name, 2 * root.GcNs)), twice.Roots.Select(root => (root.Name, root.GcNs)));
            Assert.Equal(paused.Methods.Sum(row => row.GcPaused.TotalNs), paused.Strip().Methods.Sum(row => row.GcPaused.TotalNs));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static (AsyncProfile Profile, PauseList Pauses) Play(int seed, bool isPaused)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        simulator.Play(new RandomProgram(seed, simulator).Main());
        var playback = new Playback(names);
        var pauses = new PauseList();
        var random = new Random(seed);
        if (isPaused)
            playback.Pauses = pauses;
        for (long at = random.Next(10); at < simulator.Log.Select(logged => logged.Event.Timestamp).DefaultIfEmpty().Max();)
        {
            long to = at + random.Next(1, 8);
            pauses.Add(at, to);
            at = to + random.Next(1, 30);
        }

        playback.Feed(simulator.Log);
        return (playback.Finish().Profile, pauses);
    }
}
