namespace AsyncProf.Spans;

/// <summary>
/// What is known of a queue of the SDK's in which spans wait for their exporter. How many wait, nothing tells: it is what ended less what was handed to the
/// exporter, and a batch that is not full says that nothing was left. On the engine's thread only.
/// </summary>
internal sealed class SpanQueue
{
    /// <summary>Whatever is dropped, so much at once must be possible, or nothing would ever be learned.</summary>
    private const int LeastLimit = 32;

    /// <summary>What the SDK exports every second with its defaults if nobody tells of it: less than a batch in five seconds, and one whenever there is one.</summary>
    public const int SilentRate = 200;

    private readonly long _ticksPerSecond;
    private readonly int _size;
    private readonly int _most;
    private long _waiting;
    private long _largestBatch;
    private long _lastSilent;
    private long _lastDrop = long.MinValue;
    private double _share = 1; // of the app's spans, that come here
    private long _added; // of those, since nothing waited

    /// <summary>Creates a queue that is empty.</summary>
    /// <param name="settings">How large it is.</param>
    /// <param name="ticksPerSecond">Of the clock of all times.</param>
    public SpanQueue(SdkQueueSettings settings, long ticksPerSecond)
    {
        (_size, _ticksPerSecond) = (settings.Size, ticksPerSecond);
        Limit = _most = Math.Max(LeastLimit, settings.Size / 4 * 3);
    }

    /// <summary>How many spans may wait in it before ours hold back: three quarters of it, as the rest is the app's own; less after it has dropped some.</summary>
    public int Limit { get; private set; }

    /// <summary>How many wait, by all that is known.</summary>
    public long Waiting => _waiting;

    /// <summary>How many of ours it takes now.</summary>
    public int Room => (int)Math.Max(0, Limit - _waiting);

    /// <summary>Spans ended, and went into it.</summary>
    /// <param name="ours">Those of the profiler's.</param>
    /// <param name="apps">Those of the app's, of which some may be of sources that others export.</param>
    public void Add(long ours, long apps)
    {
        long come = (long)Math.Ceiling(apps * _share);
        _added += come;
        _waiting = Math.Min(_size, _waiting + ours + come); // what is too much has been dropped
    }

    /// <summary>What its processor told since the last time.</summary>
    /// <param name="exported">Spans handed to the exporter.</param>
    /// <param name="lastBatch">How many of them last.</param>
    /// <param name="dropped">Spans that it had no room for.</param>
    /// <param name="since">How many spans ended since the last time, at most.</param>
    /// <param name="now">The time.</param>
    public void Tell(long exported, long lastBatch, long dropped, long since, long now)
    {
        _largestBatch = Math.Max(_largestBatch, lastBatch);
        _waiting = Math.Max(0, _waiting - exported);
        if (exported > 0 && lastBatch < _largestBatch)
            Empty(since); // that was all there was
        if (dropped > 0)
            Shrink(now);
        else if (Limit < _most && now - _lastDrop > _ticksPerSecond)
            (Limit, _lastDrop) = (Math.Min(_most, Limit + Math.Max(1, _most / 20)), now);
    }

    /// <summary>Nobody tells what is exported: the SDK is older than 1.18, or there is none.</summary>
    public void Pass(long now)
    {
        if (_lastSilent != 0)
            _waiting = Math.Max(0, _waiting - (long)((double)(now - _lastSilent) * SilentRate / _ticksPerSecond));
        if (_lastSilent == 0 || now - _lastSilent >= _ticksPerSecond / SilentRate)
            _lastSilent = now;
    }

    /// <summary>Nothing waits but what has ended just now. What was thought to wait, and did not, was of sources that others export: so many come here of what ends.</summary>
    private void Empty(long since)
    {
        long excess = Math.Max(0, _waiting - since);
        if (_added > LeastLimit)
        {
            double share = Math.Clamp(1 - ((double)excess / _added), 0, 1) * _share;
            _share = excess > 0 ? (_share + share) / 2 : Math.Min(1, _share * 1.1);
        }

        (_waiting, _added) = (Math.Min(_waiting, since), 0);
    }

    /// <summary>It is smaller than was thought, or fuller: half as many, once in a second at the most.</summary>
    private void Shrink(long now)
    {
        if (_lastDrop != long.MinValue && now - _lastDrop < _ticksPerSecond)
            return;
        (Limit, _lastDrop) = (Math.Max(LeastLimit, Limit / 2), now);
    }
}
