namespace AsyncProf.Spans;

/// <summary>What has become of charged roots since the process started. The engine's thread writes, anybody reads.</summary>
internal sealed class SpanCounts
{
    private long _emitted;
    private long _elided;
    private long _refusedTraces;
    private long _clamped;

    /// <summary>Spans made.</summary>
    public long Emitted => Volatile.Read(ref _emitted);

    /// <summary>Operations left out for being short or too many; the span above says how many.</summary>
    public long Elided => Volatile.Read(ref _elided);

    /// <summary>Traces left out whole because there were too many spans in one second.</summary>
    public long RefusedTraces => Volatile.Read(ref _refusedTraces);

    /// <summary>Spans that had to be moved by more than a millisecond to lie inside the request's.</summary>
    public long Clamped => Volatile.Read(ref _clamped);

    public void AddEmitted() => _emitted++;

    public void AddElided(long operations) => _elided += operations;

    public void AddRefusedTrace() => _refusedTraces++;

    public void AddClamped() => _clamped++;
}
