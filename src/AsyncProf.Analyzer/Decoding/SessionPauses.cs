namespace AsyncProf.Decoding;

/// <summary>The pauses of a recording that is several sessions, one after the other.</summary>
internal sealed class SessionPauses
{
    private const long Most = long.MaxValue / 64;

    private long _end;
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
        if (_isOver || IsBeside)
            return;
        _isOver = provider == RundownReader.Rundown;
        _end = Math.Max(_end, timestamp);
    }

    /// <summary>The next session begins at a moment; returns when the one before was over, or null where there was no pause.</summary>
    public long? Next(long start)
    {
        IsBeside = start <= _end;
        if (IsBeside)
            return null;
        long end = _end;
        Count++;
        Ticks = Math.Min(Ticks + Math.Clamp(unchecked(start - end), 0, Most), Most);
        (_end, _isOver) = (start, false);
        return end;
    }
}
