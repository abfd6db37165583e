using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Tests.Properties;

/// <summary>Random programs against what the simulator knows of them; and the same logs damaged in every way.</summary>
public class RandomProgramTests
{
    private const int Programs = 10_000;

    [Fact]
    public void Stitcher_OfRandomPrograms_EqualsTheOracle()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, RandomProgram program, IReadOnlyList<LoggedEvent> log) = Play(seed);
            var playback = new Playback(names);
            playback.Feed(log);
            ProfileReading profile = playback.Finish(); // checks conservation of every tree
            string context = $"seed {seed}";

            Assert.True(profile.Profile.Recording.IllegalTransitions == 0, context + Illegal(playback));
            Assert.True(profile.Counts.Unmatched == 0, context);
            Dictionary<string, MethodRow> rows = profile.Profile.Methods.ToDictionary(row => row.Method);
            foreach (SimTask task in program.Tasks.Where(task => task.Begun >= 0 && task.Ended >= 0))
            {
                Assert.True(rows.TryGetValue(task.Name, out MethodRow? row), $"{context}: {task.Name} is missing");
                Assert.True(row.Calls == 1, $"{context}: {task.Name} has {row.Calls} calls");
                Assert.True(ProfileReading.Ticks(row.WallNs) == task.Ended - task.Begun, $"{context}: {task.Name} wall {ProfileReading.Ticks(row.WallNs)} is not {task.Ended - task.Begun}");
            }

            if (program.Tasks.Any(task => task.Begun >= 0 && task.Ended < 0))
                continue; // it blocked all its threads for good
            Assert.True(playback.Stitcher.Store.Operations.Count == 0, $"{context}: {playback.Stitcher.Store.Operations.Count} operations are left: {Left(playback, names)}");
            Assert.True(playback.Stitcher.Store.Intervals.Count == 0, $"{context}: {playback.Stitcher.Store.Intervals.Count} intervals are left");
        }
    }

    [Fact]
    public void Stitcher_OfDamagedLogs_NeverThrowsAndConserves()
    {
        var random = new Random(42);
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, _, IReadOnlyList<LoggedEvent> log) = Play(seed);
            List<LoggedEvent> damaged = Damage(log, random);
            var playback = new Playback(names, maximumIntervals: 200);
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

    private static (NameTable Names, RandomProgram Program, IReadOnlyList<LoggedEvent> Log) Play(int seed)
    {
        var names = new NameTable(512);
        var simulator = new Simulator(names, threads: 1 + (seed % 4));
        var program = new RandomProgram(seed, simulator);
        return (names, program, simulator.Play(program.Main()));
    }

    /// <summary>A prefix, a suffix, holes, repeats, swaps, or foreign ids.</summary>
    private static List<LoggedEvent> Damage(IReadOnlyList<LoggedEvent> log, Random random)
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

    private static string Left(Playback playback, NameTable names)
    {
        string text = "";
        for (int slot = 1; slot < playback.Stitcher.Store.Operations.Top; slot++)
        {
            AsyncProf.Stitching.Operation op = playback.Stitcher.Store[slot];
            if (op.TaskId != 0)
                text += $" {slot}:{names[op.Name]} {op.Kind} {op.State} {op.Flags} references={op.References} parent={op.Parent}";
        }

        return text;
    }

    private static string Illegal(Playback playback) => string.Concat(
        from before in Enum.GetValues<AsyncProf.Stitching.OperationState>()
        from after in Enum.GetValues<AsyncProf.Stitching.OperationState>()
        where playback.Stitcher.Transitions.Illegal(before, after) > 0
        select $" {before}->{after}");
}
