using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>
/// Lets traces leave as fast as the SDK takes them. As long as it takes all, each leaves at once; from when more than a queue's worth waits, the traces of a
/// second are held until it is over and chosen among, the slowest first, as many as left in the second before.
/// </summary>
/// <param name="outlet">Where they leave.</param>
/// <param name="pacer">Who chooses.</param>
/// <param name="maximumPerSecond">The most spans of a second, whatever the SDK takes.</param>
/// <param name="now">When the first second begins, in ticks of the stopwatch.</param>
internal sealed class TraceGate(TraceOutlet outlet, TracePacer pacer, int maximumPerSecond, long now)
{
    private long _windowStart = now;
    private long _refusedBefore;
    private int _sent; // in this second
    private int _rate; // spans that may leave in the next one
    private bool _isFirst; // of the seconds in which is chosen

    /// <summary>Whether not all may leave, so that is chosen among them.</summary>
    public bool IsChoosing { get; private set; }

    /// <summary>Lets leave what may.</summary>
    /// <param name="room">How many spans the SDK takes now.</param>
    /// <param name="limit">How many it would take if none waited.</param>
    /// <param name="now">Ticks of the stopwatch.</param>
    /// <returns>How many spans have left.</returns>
    public int Poll(int room, int limit, long now)
    {
        int left = Send(room);
        if (!IsChoosing)
        {
            if (outlet.Spans + pacer.HeldSpans <= Math.Min(limit, maximumPerSecond))
                Release(int.MaxValue);
            else
                BeginToChoose();
            left += Send(room - left);
        }

        if (now - _windowStart < Stopwatch.Frequency)
            return left;
        CloseSecond(room - left, limit, now);
        return left + Send(room - left);
    }

    /// <summary>Lets everything leave that would if a second ended now.</summary>
    public void Flush(long now)
    {
        if (IsChoosing)
            CloseSecond(0, 0, now);
        else
            Release(int.MaxValue);
        outlet.Send(int.MaxValue);
        (_sent, _windowStart) = (0, now);
    }

    private int Send(int room)
    {
        int left = outlet.Send(Math.Min(room, maximumPerSecond - _sent));
        _sent += left;
        return left;
    }

    private void Release(int room)
    {
        if (pacer.Held == 0)
            return;
        foreach (PlannedTrace trace in pacer.Close(room))
            outlet.Add(trace);
    }

    private void BeginToChoose()
    {
        IsChoosing = _isFirst = true;
        pacer.Room = maximumPerSecond;
        _refusedBefore = pacer.Refused;
    }

    private void CloseSecond(int room, int limit, long now)
    {
        if (IsChoosing)
            Choose(room, limit);
        (_sent, _windowStart) = (0, now);
    }

    private void Choose(int room, int limit)
    {
        bool isBehind = outlet.Spans > 0;
        if (_isFirst)
            _rate = Math.Min(maximumPerSecond, Math.Max(1, Math.Max(room, _sent - limit))); // the queue was empty, and took more than the exporter does
        else
            _rate = isBehind ? Math.Max(1, _sent) : (int)Math.Min(maximumPerSecond, 2L * Math.Max(_sent, _rate));
        Release(Math.Max(0, _rate - outlet.Spans));
        if (!_isFirst && !isBehind && pacer.Refused == _refusedBefore && outlet.Spans <= limit)
            IsChoosing = false;
        _isFirst = false;
        pacer.Room = IsChoosing ? _rate : int.MaxValue;
        _refusedBefore = pacer.Refused;
    }
}
