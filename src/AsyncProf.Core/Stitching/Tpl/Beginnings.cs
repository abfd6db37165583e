using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Operations and delegates begin.
/// </summary>
internal sealed class Beginnings(
    OperationClassifier classifier,
    OperationStore store,
    TaskIds ids,
    AwaitGraph graph,
    OperationLifecycle life,
    PooledMethods pooled,
    ParallelLoops loops,
    WhenEachTasks tasks,
    DataflowBlocks blocks,
    EdgeRules rules,
    WellKnownNames wellKnown)
{
    /// <summary>An operation begins. Returns the delegate it is, for an Unwrap that may follow directly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int OnBegin(ThreadWork thread, in AsyncEvent e)
    {
        OperationClass shape = classifier[e.Extra];
        OperationRef aside = ids.Find(e.TaskId) is var old and not 0 ? life.SetAside(old) : default;
        if (e.Extra == wellKnown.Invoke && thread.LastKind == AsyncEventKind.ContinuationScheduled)
            shape = new OperationClass(OperationKind.Carrier, OperationFlags.None); // a scheduler goes on after a yield
        int slot = life.Create(shape.Kind, e.TaskId, e.Extra, e.Timestamp);
        if (aside.Slot != 0)
            ids.SetAside(aside, slot);
        ref Operation op = ref store[slot];
        op.Flags |= shape.Flags;
        op.Scope = e.Scope;
        if (e.Detail != 0)
            op.Flags |= e.Detail == AsyncEvent.Dispatched ? OperationFlags.Dispatched : OperationFlags.Dispatched | OperationFlags.BegunBefore;
        switch (shape.Kind)
        {
            case OperationKind.Method or OperationKind.Iterator:
                life.Belong(thread, ref op);
                op.State = OperationState.Suspended;
                op.PrefixAtMost = thread.LastMark == 0 ? -1 : e.Timestamp - thread.LastMark;
                pooled.Announce(e.Extra, e.Timestamp);
                pooled.SuspendOnUnknown(thread, slot, e.OtherId, e.Timestamp);
                if ((op.Flags & (OperationFlags.Worker | OperationFlags.WhenEach)) != 0)
                    BeginPartOf(thread, slot);
                blocks.Begin(thread, slot);
                return 0;
            case OperationKind.Delegate:
                life.Belong(thread, ref op);
                if (op.Has(OperationFlags.Continuation))
                    store.Append(slot, IntervalKind.Waiting, wellKnown.Unknown, e.Timestamp);
                else
                    store.Append(slot, IntervalKind.Ready, 0, e.Timestamp);
                blocks.Begin(thread, slot);
                return slot;
            case OperationKind.Unwrap when store.Find(thread.LastDelegate) is var last and not 0 && store[last].Link == 0 && (rules & EdgeRules.Unwrap) != 0 && life.GoesOn(last):
                graph.Link(slot, last);
                graph.Link(last, slot);
                return 0;
            case OperationKind.Join:
                thread.LastSuspended = new OperationRef(slot, op.Serial);
                return 0;
            default:
                return 0;
        }
    }

    private void BeginPartOf(ThreadWork thread, int slot)
    {
        if (store[slot].Has(OperationFlags.Worker))
            loops.Begin(slot);
        else
            tasks.Begin(thread, slot);
    }

    /// <summary>A delegate is queued. An id that never began is a carrier, in which a scheduler runs a continuation.</summary>
    public int OnScheduled(ThreadWork thread, in AsyncEvent e)
    {
        int slot = ids.Find(e.TaskId);
        if (slot == 0)
        {
            life.Create(OperationKind.Carrier, e.TaskId, NameTable.NoneId, e.Timestamp);
            return 0;
        }

        ref Operation op = ref store[slot];
        if (op.Kind != OperationKind.Delegate || op.State != OperationState.Created)
            return 0;
        if (op.Has(OperationFlags.Continuation))
        {
            store.Append(slot, IntervalKind.Ready, 0, e.Timestamp);
            if (op.Parent == 0)
                op.Start = op.ChargedTo = e.Timestamp; // nobody awaits it so far: it begins when it is scheduled
        }

        return slot;
    }
}
