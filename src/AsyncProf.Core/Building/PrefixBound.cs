namespace AsyncProf.Building;

/// <summary>
/// How long calls can have run before their first await, added up. Of calls that suspended in one stretch of a thread each is bounded by all of it, as of the frames of a recursion: it counts once.
/// </summary>
internal struct PrefixBound
{
    private long _from;
    private long _longest;
    private long _ticks;

    /// <summary>Adds one call's; those of one stretch, which are a caller's and its callees', come one after the other.</summary>
    /// <param name="suspended">When it first suspended, in ticks.</param>
    /// <param name="atMost">How long it ran before at most, in ticks.</param>
    public void Add(long suspended, long atMost)
    {
        if (atMost <= 0)
            return;
        long from = suspended - atMost;
        if (from != _from)
            (_from, _longest) = (from, 0);
        _ticks += Math.Max(0, atMost - _longest);
        _longest = Math.Max(_longest, atMost);
    }

    /// <summary>The sum, in nanoseconds.</summary>
    public readonly long Ns(TickClock clock) => clock.ToNs(_ticks);
}
