using System.Diagnostics;

namespace AsyncProf.Triggers;

/// <summary>
/// When windows were opened in this process, by a clock that nobody sets: with other options the hour does not begin anew. The engine's thread only, and one after the other.
/// </summary>
internal sealed class WindowHistory
{
    private static readonly long Hour = 3600 * Stopwatch.Frequency;

    private readonly Queue<long> _opened = new();
    private long? _ended;

    /// <summary>How many were opened in the hour before a moment.</summary>
    public int OpenedInTheHourBefore(long now)
    {
        while (_opened.TryPeek(out long first) && now - first >= Hour)
            _opened.Dequeue();
        return _opened.Count;
    }

    /// <summary>Whether less than some time has passed since the last one ended.</summary>
    public bool IsWithin(TimeSpan time, long now) => now - _ended < time.TotalSeconds * Stopwatch.Frequency;

    public void Opened(long now)
    {
        _opened.Enqueue(now);
        _ended = now; // at the earliest
    }

    public void Ended(long now) => _ended = now;
}
