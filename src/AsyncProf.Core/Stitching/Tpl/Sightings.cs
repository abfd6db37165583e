using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>A thread was seen at a moment: what it did then is that of the operation that it executed.</summary>
internal sealed class Sightings(OperationStore store, RunningOperations running, Blocking blocking)
{
    /// <summary>It was sampled. One that blocks on a task or a handle is not executed: it is known what it waits for.</summary>
    public bool Sample(ThreadWork thread, long time, long since, int stack)
    {
        int operation = ExecutedBy(thread);
        if (operation == 0)
            return false;
        if (!blocking.IsBlocked(thread) && thread.Waiting.Slot == 0 && !store[operation].Has(OperationFlags.Ignored))
            store.Samples.Add(operation, new OperationSample(time, Math.Max(1, time - since), stack));
        return true;
    }

    /// <summary>It allocated.</summary>
    public bool Allocation(ThreadWork thread, long time, long bytes, int site)
    {
        int operation = ExecutedBy(thread);
        if (operation == 0 || !store[operation].IsLive)
            return false;
        if (!store[operation].Has(OperationFlags.Ignored))
            store.Allocations.Add(operation, new OperationSample(time, bytes, site));
        return true;
    }

    /// <summary>The operation that a thread executes, or whose prefix; 0 for none.</summary>
    private int ExecutedBy(ThreadWork thread) => running.TopOperation(thread) is var top and not 0 ? top : running.Prefix(thread);
}
