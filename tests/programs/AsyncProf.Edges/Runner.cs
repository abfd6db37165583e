using System.Collections.Concurrent;
using System.Diagnostics;

namespace Edges;

/// <summary>Runs patterns, some of them at once, and takes their times itself.</summary>
internal static class Runner
{
    /// <summary>Runs patterns, each in so many rounds, one after the other; a long one once.</summary>
    /// <param name="patterns">The patterns; they begin in this order, but those with loops, of which no two run at once.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="lanes">How many run at once.</param>
    public static Outcome Run(IReadOnlyList<Pattern> patterns, int rounds, int lanes)
    {
        WarmUp.Run();
        int[] loops = [.. Enumerable.Range(0, patterns.Count).Where(number => patterns[number].IsLoop)];
        ConcurrentQueue<int> others = new(Enumerable.Range(0, patterns.Count).Except(loops));
        var measured = new Measured[patterns.Count];
        Thread[] threads = [.. Enumerable.Range(0, lanes).Select(lane => new Thread(() => Serve(lane == 0 ? loops : [])))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return new Outcome(Environment.Version.ToString(), measured);

        void Serve(int[] first)
        {
            Array.ForEach(first, Measure);
            while (others.TryDequeue(out int number))
                Measure(number);
        }

        void Measure(int number) =>
            measured[number] = new Measured(patterns[number].Name, [.. Enumerable.Range(0, patterns[number].IsLong ? 1 : rounds).Select(round => Time(patterns[number], hops: round % 2 == 1))]);
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
