using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs whose events tell their places: what awaits have is a part of each call's life (every tree is checked), and no other number changes.</summary>
public class RandomPlaceTests
{
    private static readonly int Programs = Tier.Count(fast: 200, deep: 1_000);

    [Fact]
    public void Places_InRandomPrograms_ChangeNoTimeOfAnyMethod()
    {
        int awaits = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, IReadOnlyList<LoggedEvent> log) = Play(seed);
            var places = new RandomPlaces(names, new Random(seed));
            ProfileReading without = Read(new Playback(names, graceTicks: 500), log);
            ProfileReading with = Read(new Playback(names, graceTicks: 500, awaits: places.Source), places.In(log));

            Assert.Equal(Rows(without), Rows(with));
            foreach (MethodRow row in with.Profile.Methods.Where(row => row.Awaits.Count > 0))
            {
                awaits += row.Awaits.Count;
                if (row.Calls == 1 && row.Awaits.Sum(await => await.WaitingNs + await.ReadyNs + await.RunningNs) is var spent && spent > row.WallNs)
                    Assert.Fail($"seed {seed}: {row.Method} has {spent} at its awaits, {row.WallNs} in all");
            }
        }

        Assert.True(awaits > Programs, $"There were only {awaits} awaits.");
    }

    [Fact]
    public void WrongPlaces_AndSnapshots_NeverThrowAndConserve()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, IReadOnlyList<LoggedEvent> log) = Play(seed);
            var random = new Random(seed);
            var places = new RandomPlaces(names, random, wrong: 0.2);
            places.Source.Silent = new AwaitInfo("A, B", true, "", 0, -1);
            places.Source.Task = new AwaitInfo("C", false, "F.cs", 3, 7);
            places.Source.Call = _ => new AwaitInfo("D", false, "F.cs", 4, 8);
            var playback = new Playback(names, graceTicks: 500, awaits: places.Source);
            foreach (LoggedEvent logged in places.In(log))
            {
                playback.Feed([logged]);
                if (random.Next(50) == 0)
                    playback.Stitcher.Snapshot(playback.Stitcher.Now);
            }

            playback.Finish();
        }
    }

    private static ProfileReading Read(Playback playback, IEnumerable<LoggedEvent> log)
    {
        playback.Feed(log);
        return playback.Finish();
    }

    private static IEnumerable<string> Rows(ProfileReading profile) => profile.Profile.Methods
        .Select(row => $"{row.Method} {row.Calls} {row.WallNs} {row.TaskSelf} {row.ElapsedSelf} {row.TaskTotalNs} {row.ElapsedTotalNs}").Order(StringComparer.Ordinal);

    private static (NameTable Names, IReadOnlyList<LoggedEvent> Log) Play(int seed)
    {
        var names = new NameTable(512);
        var simulator = new Simulator(names, threads: 1 + (seed % 4)) { RaceWindow = 500 };
        simulator.Play(new RandomProgram(seed, simulator).Main());
        return (names, simulator.Log);
    }
}
