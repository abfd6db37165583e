namespace AsyncProf.Spans;

/// <summary>
/// What has become of the roots of recorded traces since the process started: each one seen is exported, elided, refused or still held. The engine's thread
/// writes, anybody reads.
/// </summary>
internal sealed class SpanCounts
{
    private long _seen;
    private long _exported;
    private long _empty;
    private long _refused;
    private long _detached;
    private long _emitted;
    private long _elided;
    private long _clamped;
    private long _faults;
    private long _dropped;

    /// <summary>Roots whose trace is recorded: requests that have stopped, and operations that outlived one.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>Of those, roots of which at least one span was made.</summary>
    public long Exported => Volatile.Read(ref _exported);

    /// <summary>Of those, roots without an operation that is worth a span: synchronous, or too short.</summary>
    public long Empty => Volatile.Read(ref _empty);

    /// <summary>Of those, roots left out whole because there were too many spans in one second, or because the SDK took none.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Of those, operations that ended after their request had: traces of their own.</summary>
    public long Detached => Volatile.Read(ref _detached);

    /// <summary>Spans made.</summary>
    public long Emitted => Volatile.Read(ref _emitted);

    /// <summary>Operations left out for being short or too many; the span above says how many.</summary>
    public long Elided => Volatile.Read(ref _elided);

    /// <summary>Spans that had to be moved by more than a millisecond to lie inside the request's.</summary>
    public long Clamped => Volatile.Read(ref _clamped);

    /// <summary>Spans that a sampler or a processor of the app's threw at.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>Spans, of the app's as well, that the SDK's queues had no room for.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>A status with these counts in it.</summary>
    public ProfilerStatus AddTo(ProfilerStatus status) => status with
    {
        Roots = Seen,
        ExportedRoots = Exported,
        ElidedRoots = Empty,
        RefusedRoots = Refused,
        DetachedRoots = Detached,
        Spans = Emitted,
        ElidedOperations = Elided,
        ClampedSpans = Clamped,
        DroppedSpans = Dropped,
        Faults = status.Faults + Faults,
    };

    public void AddDropped(long spans) => _dropped += spans;

    public void AddFault() => _faults++;

    public void AddSeen(bool isDetached)
    {
        _seen++;
        if (isDetached)
            _detached++;
    }

    public void AddExported() => _exported++;

    public void AddEmpty() => _empty++;

    public void AddRefused(long roots) => _refused += roots;

    public void AddEmitted() => _emitted++;

    public void AddElided(long operations) => _elided += operations;

    public void AddClamped(long spans) => _clamped += spans;
}
