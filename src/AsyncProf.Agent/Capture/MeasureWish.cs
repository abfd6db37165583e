namespace AsyncProf.Capture;

/// <summary>What somebody wants measured of threads, which may change. One thread at a time.</summary>
internal sealed class MeasureWish(CaptureHub hub) : IDisposable
{
    private IDisposable? _measuring;
    private MeasuredUse _measured;

    /// <summary>Wants this from now on.</summary>
    public void Set(MeasuredUse measured)
    {
        if (measured == _measured)
            return;
        IDisposable? before = _measuring;
        _measuring = measured == MeasuredUse.None ? null : hub.Measure(measured); // before the other ends: what both want goes on
        before?.Dispose();
        _measured = measured;
    }

    /// <summary>Wants nothing any more.</summary>
    public void Dispose() => Set(MeasuredUse.None);
}
