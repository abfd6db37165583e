using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs against what the simulator knows of them; and the same logs damaged in every way.</summary>
public class RandomProgramTests
{
    private static readonly int Programs = Tier.Count(fast: 200, deep: 10_000);

    [Fact]
    public void Stitcher_OfRandomPrograms_EqualsTheOracle()
    {
        int stuck = 0;
        var differences = new List<string>();
        for (int seed = 0; seed < Programs; seed++)
        {
            try
            {
                stuck += Check(seed) ? 0 : 1;
            }
            catch (Xunit.Sdk.XunitException difference)
            {
                differences.Add(difference.Message);
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} programs differ:\n{string.Join('\n', differences.Take(20))}");
        Assert.InRange(stuck, 0, Programs / 10);
    }

    [Fact]
    public void Snapshots_AtAnyMoment_ChangeNoCallAndNoTimeOnThreads()
    {
        // Waits may differ: what a snapshot charges as a wait on the unknown may turn out later to have been an await.
        for (int seed = 0; seed < Programs / 4; seed++)
        {
            (NameTable names, Simulator simulator) = Play(seed);
            if (IsStuck(simulator))
                continue; // what is in a request that never stops is charged when the recording ends
            var random = new Random(seed);
            var whole = new Playback(names, graceTicks: 500);
            var parts = new Playback(names, graceTicks: 500);
            foreach (LoggedEvent logged in simulator.Log)
            {
                whole.Feed([logged]);
                parts.Feed([logged]);
                if (random.Next(20) == 0)
                    parts.Stitcher.Snapshot(parts.Stitcher.Now);
            }

            Assert.Equal(Rows(whole.Finish()), Rows(parts.Finish()));
        }
    }

    [Fact]
    public void Stitcher_OfDamagedLogs_NeverThrowsAndConserves()
    {
        var random = new Random(42);
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = Play(seed);
            List<LoggedEvent> damaged = Damage(simulator.Log, random);
            var playback = new Playback(names, Bounds(random), graceTicks: 500);
            int snapshots = random.Next(4);
            for (int i = 0; i < damaged.Count; i++)
            {
                playback.Feed([damaged[i]]);
                if (snapshots > 0 && random.Next(damaged.Count) < snapshots)
                    playback.Stitcher.Snapshot(playback.Stitcher.Now);
            }

            playback.Finish();
        }
    }

    /// <summary>False if the program blocked all its threads for good, so that no end is known.</summary>
    private static bool Check(int seed)
    {
        (NameTable names, Simulator simulator) = Play(seed);
        var playback = new Playback(names, graceTicks: 500);
        playback.Feed(simulator.Log);
        ProfileReading profile = playback.Finish(); // checks conservation of every tree
        string context = $"seed {seed} ({simulator.Log.Count})";

        Assert.True(profile.Profile.Recording.IllegalTransitions == 0, context + Illegal(playback));
        Assert.True(profile.Counts.Unmatched == 0, context);
        if (IsStuck(simulator))
            return false;
        string? difference = OracleComparison.Difference(profile, new Oracle(simulator));
        Assert.True(difference is null, $"{context}: {difference}");
        Assert.True(playback.Stitcher.Store.Operations.Count == 0, $"{context}: {playback.Stitcher.Store.Operations.Count} operations are left: {Left(playback, names)}");
        Assert.True(playback.Stitcher.Store.Intervals.Count == 0, $"{context}: {playback.Stitcher.Store.Intervals.Count} intervals are left");
        return true;
    }

    /// <summary>Calls and time on threads of each method.</summary>
    internal static IEnumerable<string> Rows(ProfileReading profile) =>
        profile.Profile.Methods.Where(row => row.Method != Oracle.Unnamed).Select(row => $"{row.Method} {row.Calls} {row.TaskSelf.RunningNs} {row.TaskSelf.BlockedNs}").Order(StringComparer.Ordinal);

    internal static bool IsStuck(Simulator simulator) => simulator.IsUntellable || simulator.Tasks.Any(task => task is { HasCode: true, Begun: >= 0, Ended: < 0 });

    internal static (NameTable Names, Simulator Simulator) Play(int seed, RandomShapes shapes = RandomShapes.None)
    {
        var names = new NameTable(512);
        var linger = new Random(seed);
        var simulator = new Simulator(names, threads: 1 + (seed % 4)) { RaceWindow = 500 };
        if (seed % 3 == 0)
            simulator = new Simulator(names, threads: 1 + (seed % 4)) { RaceWindow = 500, Linger = () => linger.Next(300) };
        simulator.Play(new RandomProgram(seed, simulator, shapes).Main());
        return (names, simulator);
    }

    /// <summary>A prefix, a suffix, holes, repeats, swaps, or foreign ids.</summary>
    internal static List<LoggedEvent> Damage(IReadOnlyList<LoggedEvent> log, Random random)
    {
        List<LoggedEvent> damaged = [.. log];
        for (int wound = random.Next(1, 4); wound > 0 && damaged.Count > 4; wound--)
        {
            int at = random.Next(damaged.Count - 2);
            switch (random.Next(7))
            {
                case 0:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                case 1:
                    damaged.RemoveRange(0, at);
                    break;
                case 2:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 20), damaged.Count - at));
                    break;
                case 3:
                    damaged.Insert(at, damaged[random.Next(damaged.Count)]);
                    break;
                case 4:
                    (damaged[at], damaged[at + 1]) = (damaged[at + 1], damaged[at]);
                    break;
                case 5:
                    AsyncEvent e = damaged[at].Event;
                    e.TaskId = random.Next(1, 80);
                    e.OtherId = random.Next(0, 80);
                    damaged[at] = damaged[at] with { Event = e };
                    break;
                default:
                    damaged.Insert(at, new LoggedEvent(damaged[at].Thread, AsyncEvent.Gap(damaged[at].Event.Timestamp)));
                    break;
            }
        }

        return damaged;
    }

    /// <summary>Now and then so little room that operations must be given up.</summary>
    internal static PlaybackBounds Bounds(Random random) => random.Next(3) switch
    {
        0 => new PlaybackBounds(Intervals: 100, Operations: random.Next(8, 40), PerEntry: random.Next(3, 30)),
        1 => new PlaybackBounds(Intervals: 200, EntryTicks: random.Next(1, 3000)),
        _ => new PlaybackBounds(),
    };

    internal static string Left(Playback playback, NameTable names)
    {
        string text = "";
        for (int slot = 1; slot < playback.Stitcher.Store.Operations.Top; slot++)
        {
            AsyncProf.Stitching.Records.Operation op = playback.Stitcher.Store[slot];
            if (op.TaskId != 0)
                text += $" {slot}:{names[op.Name]} {op.Kind} {op.State} {op.Flags} references={op.References} parent={op.Parent}";
        }

        return text;
    }

    internal static string Illegal(Playback playback) => string.Concat(
        from before in Enum.GetValues<AsyncProf.Stitching.Records.OperationState>()
        from after in Enum.GetValues<AsyncProf.Stitching.Records.OperationState>()
        where playback.Stitcher.Transitions.Illegal(before, after) > 0
        select $" {before}->{after}");
}
