using System.Diagnostics;

namespace Edges;

/// <summary>Runs patterns one after the other, and takes their times itself.</summary>
internal static class Runner
{
    public static Outcome Run(IReadOnlyList<Pattern> patterns, int rounds)
    {
        List<Measured> measured = [];
        foreach (Pattern pattern in patterns)
        {
            var walls = new long[rounds];
            for (int round = 0; round < rounds; round++)
                walls[round] = Time(pattern, hops: round % 2 == 1);
            measured.Add(new Measured(pattern.Name, walls));
        }

        return new Outcome(Environment.Version.ToString(), rounds, measured);
    }

    /// <summary>On a thread of its own that waits for it: nothing awaits the root operation, as nothing of an app's awaits a server's requests.</summary>
    private static long Time(Pattern pattern, bool hops)
    {
        long wall = 0;
        var thread = new Thread(() =>
        {
            Round.Hops = hops;
            long begun = Stopwatch.GetTimestamp();
            pattern.Run();
            wall = Stopwatch.GetElapsedTime(begun).Ticks * 100;
        });
        thread.Start();
        thread.Join();

        // What was forgotten ends before the next begins.
        Thread.Sleep(30);
        return wall;
    }
}
