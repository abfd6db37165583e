using System.Diagnostics;
using System.Globalization;

namespace AsyncProf.Target;

/// <summary>A load that stays as it is: as many workers as ever, each in a closed loop of calls that wait for a while, far from using a processor up. What they call and for how long is a matter of the seed.</summary>
internal sealed class Steady
{
    private const int Workers = 24;

    /// <summary>Workers that all wait equally long go in step, and what a second shows of them is then a matter of where in their step it begins.</summary>
    private const int MostApart = 4; // ms

    private static readonly long[] Waits = new long[5];
    private static long s_turns;

    /// <summary>A timer may be late by the clock's step, which is 4 ms: for a short wait that is much.</summary>
    private readonly int[] _ms;

    private Steady(int seed)
    {
        var random = new Random(seed);
        _ms = [.. Enumerable.Range(0, 5).Select(_ => random.Next(8, 17))];
    }

    /// <summary>How often the workers have gone round, all together.</summary>
    public static long Turns => Volatile.Read(ref s_turns);

    /// <summary>How long its methods have waited by the program's own clock, each of them, in ticks.</summary>
    public static string Waited => string.Join(' ', Enumerable.Range(0, Waits.Length).Select(method => Volatile.Read(ref Waits[method]).ToString(CultureInfo.InvariantCulture)));

    /// <summary>Begins it.</summary>
    public static Task ForeverAsync(int seed)
    {
        var load = new Steady(seed);
        return Task.WhenAll(Enumerable.Range(0, Workers).Select(load.WorkAsync));
    }

    private async Task WorkAsync(int worker)
    {
        for (int turn = worker; ; turn++)
        {
            switch (turn % 3)
            {
                case 0:
                    await ReadAsync();
                    break;
                case 1:
                    await WriteAsync();
                    break;
                default:
                    await Task.WhenAll(ReadAsync(), CheckAsync());
                    break;
            }

            long begun = Stopwatch.GetTimestamp();
            await DelayAsync(0);
            Count(0, begun);
            Interlocked.Increment(ref s_turns);
        }
    }

    private async Task ReadAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        await DelayAsync(1);
        Count(1, begun);
        await ParseAsync();
    }

    private async Task WriteAsync()
    {
        await CheckAsync();
        long begun = Stopwatch.GetTimestamp();
        await DelayAsync(2);
        Count(2, begun);
        await ParseAsync();
    }

    private async Task CheckAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        await DelayAsync(3);
        Count(3, begun);
    }

    private async Task ParseAsync()
    {
        await Task.Yield();
        long begun = Stopwatch.GetTimestamp();
        await DelayAsync(4);
        Count(4, begun);
    }

    private Task DelayAsync(int method) => Task.Delay(_ms[method] + Random.Shared.Next(-MostApart, MostApart + 1));

    private static void Count(int method, long begun) => Interlocked.Add(ref Waits[method], Stopwatch.GetTimestamp() - begun);
}
