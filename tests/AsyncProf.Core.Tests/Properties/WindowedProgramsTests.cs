using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Tables;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Windows one after the other over random programs that answer requests: wherever they begin and end, what they see adds up to the whole.</summary>
public class WindowedProgramsTests
{
    private static readonly int Programs = Tier.Count(fast: 100, deep: 2_000);

    [Fact]
    public void Windows_OneAfterTheOther_HoldAllOfEachRequest()
    {
        int open = 0, methods = 0;
        var differing = new List<string>();
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed);
            if (RandomProgramTests.IsStuck(simulator) || simulator.Log.Count == 0)
                continue;
            var whole = new Playback(names, graceTicks: 0);
            whole.Feed(simulator.Log);
            AsyncProfile expected = whole.Finish().Profile;
            var playback = new Playback(names, graceTicks: 0);
            AsyncProfile[] windows = [.. Windows(playback, simulator.Log, new Random(seed))];

            Assert.Equal((seed, RequestsOf(expected)), (seed, windows.Sum(RequestsOf)));
            open += playback.Trees.Looks.Count(look => look is { Kind: RootKind.Request, IsWhole: false });
            if (expected.Methods.Any(row => row.Method.StartsWith('(')))
                continue; // of some methods it is told who they were when they have ended, and an earlier window knew less
            foreach (MethodRow row in expected.Methods.Where(row => !row.Method.StartsWith("GET", StringComparison.Ordinal))) // told at the end, too
            {
                methods++;
                long sum = windows.Sum(profile => profile.Methods.FirstOrDefault(other => other.Method == row.Method)?.TaskSelf.RunningNs ?? 0);
                if (sum != row.TaskSelf.RunningNs)
                    differing.Add($"{seed} {row.Method} ran {row.TaskSelf.RunningNs} and in windows {sum}");
            }
        }

        Assert.True(open > Programs);
        Assert.True(differing.Count <= 2 + (methods / 1_000), string.Join('\n', differing)); // who is found to be awaited only after a window has closed may be in none
    }

    private static IEnumerable<AsyncProfile> Windows(Playback playback, IReadOnlyList<LoggedEvent> log, Random random)
    {
        int window = 1;
        playback.Feed([log[0]]);
        playback.OpenWindow(window);
        foreach (LoggedEvent logged in log.Skip(1))
        {
            long now = playback.Stitcher.Now;
            if (logged.Event.Timestamp > now && random.Next(10) == 0)
            {
                playback.Stitcher.Advance(now + 1); // what has ended is decided
                playback.OpenWindow(++window);
                yield return playback.CloseWindow(window - 1);
            }

            playback.Feed([logged]);
        }

        playback.Finish();
        yield return playback.CloseWindow(window);
    }

    private static long RequestsOf(AsyncProfile profile) => profile.Roots.Where(root => root.Kind == RootKind.Request).Sum(root => root.ElapsedNs);
}
