using AsyncProf.Events;
using AsyncProf.Usage;

namespace AsyncProf.Capture;

/// <summary>What the process has used while anything is measured, for one who adds it up. One thread at a time, which is the profiler's.</summary>
internal sealed class UseTeller(CaptureHub hub)
{
    private int _toldEpoch;

    /// <summary>Says what is known now; false while nothing is measured.</summary>
    /// <param name="began">What the process had used when measuring began, if that has not been said yet.</param>
    /// <param name="now">What it has used so far.</param>
    public bool TryTell(out ProcessUse? began, out ProcessUse now)
    {
        (began, now) = (null, default);
        UseMeter uses = hub.Uses;
        int epoch = uses.Epoch;
        if (uses.Measured == MeasuredUse.None)
            return false;
        if (epoch != _toldEpoch)
            began = uses.Began;
        _toldEpoch = epoch;
        OwnUse.Tell();
        now = uses.Read(hub.Buffers);
        return true;
    }
}
