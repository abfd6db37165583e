using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Threads wait on locks, semaphores and other handles, as the runtime itself tells beside the library's events: begin and end of each wait. What the operation on top does meanwhile is blocked and not
/// running. Where the thread is blocked on a task already, the wait is that one's, and only its end is news.
/// </summary>
internal sealed class HandleWaits(OperationStore store, RunningOperations running, Blocking blocking, long leastTicks, StitcherCounts counts)
{
    /// <summary>A depth: nobody knows whether the thread waits, for what it did before was not told.</summary>
    private const int Untold = -1;

    private long _since;

    /// <summary>
    /// Waits are told from now on, but not of a thread that waits already, not even the end of that: it seems to run. Whoever runs now and says nothing for long may be one.
    /// </summary>
    public void Begin(ThreadWork thread, long time)
    {
        _since = time;
        if (RunningOn(thread) is var slot and not 0 && store.Intervals[store[slot].Last].Kind == IntervalKind.Running)
            thread.WaitDepth = Untold;
    }

    /// <summary>A thread begins to wait, or has waited.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="on">The object that it waits on, as far as is told; 0 otherwise.</param>
    /// <param name="time">When, in ticks.</param>
    /// <param name="begins">Whether it begins.</param>
    public void On(ThreadWork thread, long on, long time, bool begins)
    {
        if (thread.WaitDepth == Untold)
            Settle(thread, time);
        if (begins)
            OnBegin(thread, on, time);
        else
            OnEnd(thread, time);
    }

    /// <summary>Nothing more is told of waits: the thread is taken to go on, and what it is told later has no beginning here.</summary>
    public void Forget(ThreadWork thread, long time)
    {
        if (thread.WaitDepth == Untold)
            Settle(thread, time);
        (thread.WaitDepth, thread.HasWaited) = (0, false);
        GoOn(thread, time);
    }

    /// <summary>A thread does something although it waits: the end of the wait was not told, and was no later.</summary>
    public void Interrupt(ThreadWork thread, long time)
    {
        if (thread.WaitDepth == Untold)
        {
            Settle(thread, time);
            return;
        }

        thread.WaitDepth = 0;
        counts.UnmatchedHandleWaits++;
        GoOn(thread, time);
    }

    private void OnBegin(ThreadWork thread, long on, long time)
    {
        thread.HasWaited = true;
        if (++thread.WaitDepth > 1)
            return; // inside another: that one has begun before and ends after it
        if (blocking.IsWaitOfBlock(thread, on, time))
        {
            counts.HandleWaits++;
            return;
        }

        int slot = RunningOn(thread);
        if (slot == 0)
        {
            counts.OutsideHandleWaits++;
            return;
        }

        counts.HandleWaits++;
        store.Append(slot, IntervalKind.BlockedOnHandle, 0, time);
        thread.Waiting = store.RefOf(slot);
    }

    private void OnEnd(ThreadWork thread, long time)
    {
        if (thread.WaitDepth == 0)
        {
            counts.UnmatchedHandleWaits += thread.HasWaited || RunningOn(thread) != 0 ? 1 : 0; // the first one of an idle thread began before the recording
            thread.HasWaited = true;
            return;
        }

        if (--thread.WaitDepth > 0)
            return;
        GoOn(thread, time);
        if (thread.Blocked.Slot != 0 && thread.Depth <= thread.BlockedDepth)
            thread.BlockWaitEnd = time;
    }

    /// <summary>The operation that runs on a thread; 0 for none.</summary>
    private int RunningOn(ThreadWork thread)
    {
        int slot = running.RunningTop(thread);
        if (slot == 0 && !thread.PrefixSuspended)
            slot = running.Prefix(thread);
        return slot == 0 || store[slot].State != OperationState.Running || store[slot].Has(OperationFlags.Ignored) ? 0 : slot;
    }

    /// <summary>A thread that ran when waits began to be told does something: whatever it was before is over.</summary>
    private void Settle(ThreadWork thread, long time)
    {
        thread.WaitDepth = 0;
        counts.UnmatchedHandleWaits += time - _since > leastTicks ? 1 : 0;
    }

    private void GoOn(ThreadWork thread, long time)
    {
        int slot = store.Find(thread.Waiting);
        thread.Waiting = default;
        if (slot != 0 && store[slot].State == OperationState.Running && store.Intervals[store[slot].Last].Kind == IntervalKind.BlockedOnHandle)
            store.Append(slot, IntervalKind.Running, 0, time);
    }
}
