namespace AsyncProf.Decoding;

/// <summary>The pauses of a recording that is several sessions, one after the other.</summary>
internal sealed class SessionPauses
{
    private const long Most = long.MaxValue / 64;

    /// <summary>Something is heard each second as long as a session lasts: after so many without, it has ended.</summary>
    private const int Silence = 2;

    private long _end;
    private long _endBeside;
    private bool _isOver;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>How long they were together, in ticks.</summary>
    public long Ticks { get; private set; }

    /// <summary>Whether the session that is read went on beside the others: it tells of the process, and nothing of time.</summary>
    public bool IsBeside { get; private set; }

    /// <summary>Sees an event. A session is over with the first event of its rundown, which comes when it has been stopped.</summary>
    public void See(Guid provider, long timestamp)
    {
        if (_isOver)
            return;
        _isOver = provider == RundownReader.Rundown;
        if (IsBeside)
            _endBeside = Math.Max(_endBeside, timestamp);
        else
            _end = Math.Max(_end, timestamp);
    }

    /// <summary>The next session begins at a moment; returns when the one before was over, or null where there was no pause.</summary>
    public long? Next(long start)
    {
        _isOver = false;
        IsBeside = start <= _end;
        if (IsBeside)
            return null;
        long end = _end;
        Count++;
        Ticks = Math.Min(Ticks + Math.Clamp(unchecked(start - end), 0, Most), Most);
        _end = start;
        return end;
    }

    /// <summary>There is no other session. If the one beside them went on, the process ended in a pause.</summary>
    /// <param name="frequency">The ticks of the clock, a second.</param>
    /// <returns>When the last pause began, and when the process ended; null where there was none.</returns>
    public (long Start, long End)? Close(long frequency) =>
        unchecked(_endBeside - _end) > Silence * frequency && _endBeside > _end && Next(_endBeside) is { } start ? (start, _endBeside) : null;
}
