using AsyncProf.Core.Tests.Symbols.Awaits;
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
    private const int PlacesPerMethod = 3;

    private static readonly int Programs = Tier.Count(fast: 200, deep: 5_000);

    [Fact]
    public void Places_InRandomPrograms_ChangeNoTimeOfAnyMethod()
    {
        int awaits = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, IReadOnlyList<LoggedEvent> log) = Play(seed);
            var source = new ScriptedAwaits();
            ProfileReading without = Read(new Playback(names, graceTicks: 500), log);
            ProfileReading with = Read(new Playback(names, graceTicks: 500, awaits: source), Placed(names, log, source, new Random(seed), wrong: 0));

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
            var source = new ScriptedAwaits { Silent = new AwaitInfo("A, B", true, "", 0, -1), Task = new AwaitInfo("C", false, "F.cs", 3, 7), Call = _ => new AwaitInfo("D", false, "F.cs", 4, 8) };
            var playback = new Playback(names, graceTicks: 500, awaits: source);
            foreach (LoggedEvent logged in Placed(names, log, source, random, wrong: 0.2))
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

    /// <summary>The same events with places: a few for each method, as awaits of its code; some of them wrong.</summary>
    private static List<LoggedEvent> Placed(NameTable names, IEnumerable<LoggedEvent> log, ScriptedAwaits source, Random random, double wrong)
    {
        var nameOf = new Dictionary<int, int>();
        var placed = new List<LoggedEvent>();
        foreach (LoggedEvent logged in log)
        {
            AsyncEvent e = logged.Event;
            if (e.Kind == AsyncEventKind.OperationBegin)
                nameOf[e.TaskId] = e.Extra;
            if (e.Kind == AsyncEventKind.OperationBegin && names[e.Extra].StartsWith("Async: ", StringComparison.Ordinal))
                e.OtherId = PlaceOf(e.Extra);
            else if (e.Kind == AsyncEventKind.WaitBegin && nameOf.TryGetValue(e.OtherId, out int name))
                e.Extra = PlaceOf(name);
            else if (e.Kind == AsyncEventKind.ContinuationScheduled && wrong > 0)
                e.OtherId = PlaceOf(random.Next(names.Count));
            placed.Add(logged with { Event = e });
        }

        return placed;

        int PlaceOf(int name)
        {
            if (random.NextDouble() < wrong)
                return random.Next(3) == 0 ? random.Next(1 << 20) : random.Next(names.Count * PlacesPerMethod);
            int place = (name * PlacesPerMethod) + random.Next(PlacesPerMethod);
            source.Names[place] = name;
            source.Places[place] = new AwaitInfo($"On{place}", place % 5 == 0, "F.cs", place, place);
            return place;
        }
    }
}
