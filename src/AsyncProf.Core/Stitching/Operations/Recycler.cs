using System.Runtime.CompilerServices;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Recycles what has ended, is charged and held by nobody long before its grace is over: most of what a request ran. By then all has been seen that can be said of it, but for an await that a
/// thread tells after the end that it raced with, however long after; for that its id, its name and its times are enough.
/// </summary>
internal sealed class Recycler(OperationStore store, TaskIds ids, RunningOperations running, WhenEachTasks tasks, StitcherLimits limits, StitcherCounts counts)
{
    /// <summary>Of these more may be told, or asked, than an await.</summary>
    private const OperationFlags Kept = OperationFlags.Pending | OperationFlags.GivenUp | OperationFlags.BlockedOutside | OperationFlags.Relayed | OperationFlags.Ignored
        | OperationFlags.Worker | OperationFlags.WhenEach | OperationFlags.Dataflow | OperationFlags.Dispatched | OperationFlags.Pooled | OperationFlags.Continuation;

    /// <summary>Whether it is time to look.</summary>
    public bool IsDue => (counts.Events & (limits.RecycleEvery - 1)) == 0 && store.Unneeded.Count > 0;

    /// <summary>Recycles what it may.</summary>
    /// <param name="now">The newest moment seen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long now)
    {
        List<OperationRef> unneeded = store.Unneeded;
        bool isMoreTold = ids.AnyAside || tasks.Any || counts.Dispatches > 0 || counts.ToldEdges > 0;
        int kept = 0;
        for (int i = 0; i < unneeded.Count; i++) // to recycle one may add others
        {
            OperationRef known = unneeded[i];
            int slot = store.Find(known);
            if (slot == 0 || store[slot].References > 0)
                continue; // it comes again, once it is let go
            if (store[slot].Has(OperationFlags.Mapped))
            {
                if (isMoreTold || store[slot].Has(Kept))
                    continue; // its grace decides
                if (IsSpokenOf(slot))
                {
                    unneeded[kept++] = known;
                    continue;
                }

                ids.Outlive(slot, now + limits.GraceTicks);
            }

            store.FreeIfDone(slot);
        }

        unneeded.RemoveRange(kept, unneeded.Count - kept);
        ids.ForgetOutlived(now);
    }

    /// <summary>Whether something may still be said of it, or of what it holds, that is no await.</summary>
    private bool IsSpokenOf(int slot)
    {
        if (running.IsCompleting(slot))
            return true;
        for (int child = store[slot].FirstChild; child != 0; child = store[child].NextSibling)
        {
            if (store[child].HasCode && (store[child].IsLive || !store[child].Has(OperationFlags.Charged)))
                return true;
        }

        return false;
    }
}
