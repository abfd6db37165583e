using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Engine;

/// <summary>
/// Measures how long the thread pool takes to run a work item: one at a time, ten times a second at most. The item allocates nothing and is not a task,
/// so the capture does not see it. The engine's thread asks; a pool thread answers.
/// </summary>
internal sealed class PoolProbe : IThreadPoolWorkItem
{
    private static readonly long Interval = Stopwatch.Frequency / 10;

    private readonly DurationHistogram _delays = new();
    private long _queued;
    private bool _isOut;
    private long _ran;
    private long _last;

    /// <summary>What has been measured so far. The engine's thread only.</summary>
    public DurationHistogram Delays(long now)
    {
        var delays = new DurationHistogram();
        delays.Add(_delays);
        if (_isOut && Volatile.Read(ref _ran) == 0)
            delays.Add(TickClock.Stopwatch.ToNs(now - _queued)); // it is still waiting
        return delays;
    }

    /// <summary>How long the last item waited, or the one that still does, if that is longer: in nanoseconds. The engine's thread only.</summary>
    public long Latest(long now) => Math.Max(_last, _isOut && Volatile.Read(ref _ran) == 0 ? TickClock.Stopwatch.ToNs(now - _queued) : 0);

    /// <summary>Takes the answer of the last probe, and sends the next when it is time. The engine's thread only.</summary>
    public void Poll(long now)
    {
        if (_isOut && Volatile.Read(ref _ran) is var ran and not 0)
        {
            _isOut = false;
            _last = TickClock.Stopwatch.ToNs(ran - _queued);
            _delays.Add(_last);
        }

        if (_isOut || now - _queued < Interval)
            return;
        _isOut = true;
        _queued = now;
        Volatile.Write(ref _ran, 0);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Execute() => Volatile.Write(ref _ran, Stopwatch.GetTimestamp());
}
