using System.Diagnostics;

namespace Layers;

/// <summary>How much work is asked for: a number of requests, which makes all counts the same in every run, or a time.</summary>
internal sealed class Load(LoadOptions options)
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _next = -1;
    private volatile bool _isStopped;

    public void Stop() => _isStopped = true;

    /// <summary>The number of the next request, or -1 where there is none.</summary>
    public long Next()
    {
        long number = Interlocked.Increment(ref _next);
        return IsOver || (options.Calls > 0 && number >= options.Calls) ? -1 : number;
    }

    /// <summary>Whether a service ticks once more.</summary>
    public bool MayTick(int done) => !IsOver && (options.Calls == 0 || done < options.Calls / 10);

    /// <summary>Waits until it is a request's turn, where a pace is set.</summary>
    public void Pace(long number)
    {
        if (options.PerSecond == 0)
            return;
        TimeSpan early = TimeSpan.FromSeconds(number / (double)options.PerSecond) - Stopwatch.GetElapsedTime(_begun);
        if (early > TimeSpan.Zero)
            Thread.Sleep(early);
    }

    private bool IsOver => _isStopped || (options.Time > TimeSpan.Zero && Stopwatch.GetElapsedTime(_begun) > options.Time);
}
