using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>
/// Lets traces leave as fast as the SDK takes them. As long as it takes all, each leaves at once; from when more than a queue's worth waits, the traces of a
/// second are held until it is over and chosen among, the slowest first, as many as left in the second before. Once the SDK has caught up, whatever the
/// rate, each leaves at once again.
/// </summary>
/// <param name="outlet">Where they leave.</param>
/// <param name="pacer">Who chooses.</param>
/// <param name="maximumPerSecond">The most spans of a second, whatever the SDK takes.</param>
/// <param name="now">When the first second begins, in ticks of the stopwatch.</param>
internal sealed class TraceGate(TraceOutlet outlet, TracePacer pacer, int maximumPerSecond, long now)
{
    private long _windowStart = now;
    private long _choosingSince;
    private long _refusedBefore;
    private bool _hasRefused; // in the second before
    private int _sent; // in this second
    private int _backlog; // what was held when the SDK had caught up, which it has a second for
    private long _caughtUpAt;

    /// <summary>Whether not all may leave, so that is chosen among them.</summary>
    public bool IsChoosing { get; private set; }

    /// <summary>How many spans may leave in a second, by what has left in those before.</summary>
    public int Rate { get; private set; }

    /// <summary>Lets leave what may.</summary>
    /// <param name="room">How many spans the SDK takes.</param>
    /// <param name="now">Ticks of the stopwatch.</param>
    /// <returns>How many spans have left.</returns>
    public int Poll(SpanRoom room, long now)
    {
        int left = Send(room.Now);
        if (IsChoosing && HasCaughtUp(room.Now - left, room.Waiting))
            EndToChoose(now);
        if (!IsChoosing)
        {
            long backlog = now - _caughtUpAt < Stopwatch.Frequency ? _backlog : 0;
            if (outlet.Spans + pacer.HeldSpans <= Math.Min(room.Waiting, maximumPerSecond) + backlog)
                Release(int.MaxValue);
            else
                BeginToChoose(now);
            left += Send(room.Now - left);
        }

        if (now - _windowStart < Stopwatch.Frequency)
            return left;
        CloseSecond(room.Now - left, room.PerSecond, now);
        return left + Send(room.Now - left);
    }

    /// <summary>Lets everything leave that would if a second ended now.</summary>
    public void Flush(long now)
    {
        if (IsChoosing)
            Choose(0, 0);
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

    private void BeginToChoose(long now)
    {
        (IsChoosing, _choosingSince) = (true, now);
        pacer.Room = maximumPerSecond;
        (_refusedBefore, _hasRefused) = (pacer.Refused, false);
    }

    /// <summary>All that may leave has left, there is room for more, none was left out of late, and what is held is no more than leaves in two seconds.</summary>
    private bool HasCaughtUp(int room, int limit) => outlet.Spans == 0 && room > 0 && !_hasRefused && pacer.Refused == _refusedBefore
        && pacer.HeldSpans <= Math.Min(maximumPerSecond - _sent, 2L * Math.Max(limit, Rate));

    private void EndToChoose(long now)
    {
        IsChoosing = false;
        (_backlog, _caughtUpAt) = (pacer.HeldSpans, now);
        pacer.Room = int.MaxValue;
    }

    private void CloseSecond(int room, int perSecond, long now)
    {
        if (!IsChoosing)
            Rate = Math.Max(_sent, Rate / 8 * 7); // a second in which less came, or the process stood still, says little
        else if (now - _choosingSince >= Stopwatch.Frequency)
            Choose(room, perSecond); // before, it may have been a burst
        (_sent, _windowStart) = (0, now);
    }

    private void Choose(int room, int perSecond)
    {
        Rate = outlet.Spans > 0 ? Math.Max(1, _sent) : (int)Math.Min(Math.Min(maximumPerSecond, perSecond), Math.Max(room, 2L * Math.Max(_sent, Rate)));
        Release(Math.Max(0, Rate - outlet.Spans));
        pacer.Room = Rate;
        (_refusedBefore, _hasRefused) = (pacer.Refused, pacer.Refused > _refusedBefore);
    }
}
