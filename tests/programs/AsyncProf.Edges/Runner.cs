using System.Diagnostics;

namespace Edges;

/// <summary>Runs patterns, some of them at once, and takes their times itself.</summary>
internal static class Runner
{
    /// <summary>Runs patterns, each in so many rounds, one after the other; a long one once.</summary>
    /// <param name="patterns">The patterns; they begin in this order.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="lanes">How many run at once.</param>
    public static Outcome Run(IReadOnlyList<Pattern> patterns, int rounds, int lanes)
    {
        WarmUp.Run();
        var measured = new Measured[patterns.Count];
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, lanes).Select(_ => new Thread(Serve))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return new Outcome(Environment.Version.ToString(), measured);

        void Serve()
        {
            while (Interlocked.Increment(ref next) is var number && number < patterns.Count)
                measured[number] = new Measured(patterns[number].Name, [.. Enumerable.Range(0, patterns[number].IsLong ? 1 : rounds).Select(round => Time(patterns[number], hops: round % 2 == 1))]);
        }
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
