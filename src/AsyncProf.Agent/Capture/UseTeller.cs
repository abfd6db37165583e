using AsyncProf.Events;
using AsyncProf.Usage;

namespace AsyncProf.Capture;

/// <summary>What the process has used while anything is measured, for one who adds it up. One thread at a time, which is the profiler's.</summary>
/// <param name="hub">The capture.</param>
/// <param name="tell">Gets what the process has used, and whether what came before is nobody's.</param>
/// <param name="fromNow">Whether it begins here, where something is measured already; else where that began.</param>
/// <param name="isOverEventPipe">Whether the runtime's own threads for EventPipe work for the profiler as well.</param>
internal sealed class UseTeller(CaptureHub hub, Action<ProcessUse, bool> tell, bool fromNow = false, bool isOverEventPipe = false)
{
    private readonly EventPipeThreads? _pipes = isOverEventPipe ? new EventPipeThreads() : null;
    private long _pipesNs;
    private int _told = hub.Uses.Change is var change && (fromNow || change.Use.Measured == MeasuredUse.None) ? change.Epoch : change.Epoch - 1;

    /// <summary>This thread of the profiler's is about to sleep: who reads meanwhile what the process has used has all of the thread's.</summary>
    public static void Rest() => OwnUse.Tell();

    /// <summary>Says what is known now: up to where measuring ended, if it has since this was said last, from where it began, and so far.</summary>
    public void Tell()
    {
        OwnUse.Tell();
        UseMeter uses = hub.Uses;
        UseChange now = uses.Change;
        foreach (UseChange change in now.After(_told))
        {
            if (change.Before != MeasuredUse.None && change.Epoch == _told + 1)
                tell(WithPipes(change.Use with { Measured = change.Before }), false);
            if (change.Use.Measured != MeasuredUse.None)
                tell(WithPipes(change.Use), true);
            _told = change.Epoch;
        }

        if (now.Use.Measured != MeasuredUse.None)
            tell(WithPipes(uses.Read(hub.Buffers) with { Measured = now.Use.Measured }), false);
    }

    private ProcessUse WithPipes(ProcessUse use)
    {
        if (_pipes is not null && (use.Measured & MeasuredUse.Cpu) != 0)
            _pipesNs = _pipes.CpuNs();
        return use with { ProfilerCpuNs = use.ProfilerCpuNs + _pipesNs };
    }
}
