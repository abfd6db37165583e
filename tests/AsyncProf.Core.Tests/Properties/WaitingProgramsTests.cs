using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs whose threads wait on handles between their events: what is blocked then was running before, and nothing else changes.</summary>
public class WaitingProgramsTests
{
    private static readonly int Programs = Tier.Count(fast: 100, deep: 3_000);

    [Fact]
    public void Waits_OfAnyThread_TakeFromRunningAndFromNothingElse()
    {
        long blocked = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            var random = new Random(seed);
            Playback without = new(names, graceTicks: 500), with = new(names, graceTicks: 500);
            without.Feed(simulator.Log);
            with.FeedWaiting(simulator.Log, Waits(simulator.Log, random));
            ProfileReading plain = without.Finish(), waiting = with.Finish(); // checks conservation of every tree

            Assert.Equal((seed, Texts(plain.Profile)), (seed, Texts(waiting.Profile)));
            Assert.Equal((seed, 0L, 0L), (seed, waiting.Counts.UnmatchedHandleWaits, waiting.Profile.Recording.IllegalTransitions));
            blocked += waiting.Profile.Methods.SelectMany(row => row.Waits).Where(wait => wait.Kind == WaitKind.BlockedOnHandle).Sum(wait => wait.TaskNs);
        }

        Assert.True(blocked > 0, "No wait was any operation's.");
    }

    [Fact]
    public void Waits_AtRandomBesideDamagedLogs_NeverThrowAndConserve()
    {
        var random = new Random(42);
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            if (simulator.Log.Count == 0)
                continue;
            List<LoggedEvent> damaged = RandomProgramTests.Damage(simulator.Log, random);
            long last = simulator.Log.Max(logged => logged.Event.Timestamp) + 5;
            int threads = simulator.Log.Max(logged => logged.Thread) + 2;
            var playback = new Playback(names, graceTicks: 500);
            playback.FeedWaiting(damaged, Enumerable.Range(0, damaged.Count / 2).Select(_ => new LoggedWait(random.Next(threads), random.NextInt64(-5, last), random.Next(2) == 0, random.Next(3))));

            playback.Finish();
        }
    }

    /// <summary>All that waits cannot change: running and blocked are one here.</summary>
    private static string Texts(AsyncProfile profile) => string.Join('\n', profile.Methods.Select(row => FormattableString.Invariant(
        $"{row.Method} {row.Calls} {row.WallNs} {row.TaskSelf.RunningNs + row.TaskSelf.BlockedNs} {row.TaskSelf.WaitingNs} {row.TaskSelf.ReadyNs} {row.ElapsedSelf.RunningNs + row.ElapsedSelf.BlockedNs} {row.ElapsedSelf.WaitingNs} {row.ElapsedSelf.ReadyNs} {row.TaskTotalNs} {row.ElapsedTotalNs}")).Order(StringComparer.Ordinal));

    /// <summary>Between two events of a thread, now and then one wait, or one that has another in it.</summary>
    private static List<LoggedWait> Waits(IReadOnlyList<LoggedEvent> log, Random random)
    {
        var waits = new List<LoggedWait>();
        foreach (IGrouping<int, LoggedEvent> thread in log.GroupBy(logged => logged.Thread))
        {
            foreach ((LoggedEvent before, LoggedEvent after) in thread.Zip(thread.Skip(1)))
            {
                if (after.Event.Timestamp - before.Event.Timestamp < 3 || random.Next(2) == 0)
                    continue;
                long from = random.NextInt64(before.Event.Timestamp + 1, after.Event.Timestamp), to = random.NextInt64(from, after.Event.Timestamp);
                waits.AddRange(random.Next(3) == 0 ? [new(thread.Key, from, true), new(thread.Key, from, true), new(thread.Key, to, false), new(thread.Key, to, false)] : [new(thread.Key, from, true), new(thread.Key, to, false)]);
            }
        }

        return waits;
    }
}
