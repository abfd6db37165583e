using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Operations suspend on tasks, and continuations are queued.
/// </summary>
internal sealed class Awaits(
    OperationStore store,
    TaskIds ids,
    RunningOperations running,
    AwaitGraph graph,
    OperationLifecycle life,
    PooledMethods pooled,
    OpaqueAwaits opaque,
    GivenUpWaits waits,
    ToldEdges told,
    LateNames names,
    Transitions transitions,
    StitcherCounts counts)
{
    /// <summary>An operation suspends on a task.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnAwait(ThreadWork thread, int awaitedId, int awaiterId, int place, long time)
    {
        counts.Awaits++;
        int awaiter = awaiterId == 0 ? 0 : ids.Find(awaiterId);
        if (awaiter == 0 && awaiterId != 0 && counts.Dispatches > 0)
            awaiter = BegunBefore(thread);
        if (awaiter == 0 && (awaiterId == 0 || counts.Dispatches > 0)) // where dispatchers are told, the builder of a pooled method says an id that nothing else does
        {
            pooled.OnAwait(thread, life.Awaitable(awaitedId, time), place, time);
            return;
        }

        thread.Pooled = default;
        if (awaiter == 0)
            awaiter = life.CreateSuspendedBefore(thread, awaiterId, time);
        else if (store[awaiter] is { Kind: OperationKind.Leaf, IsLive: true })
            life.TurnIntoMethod(awaiter, time);
        int awaited = life.Awaitable(awaitedId, time);
        ref Operation op = ref store[awaiter];
        if (!op.IsLive || awaited == awaiter)
        {
            counts.Unmatched++;
            return;
        }

        if (op.Has(OperationFlags.Guessed) && opaque.IsTold(awaiter, awaited))
            return;
        if (op.Name == NameTable.NoneId)
            names.Learn(ref op, place);
        if (op.State == OperationState.Lent && (op.Name == NameTable.NoneId || op.Kind == OperationKind.Iterator))
            life.TurnIntoIterator(awaiter);
        running.StopRunning(ref op);
        if (thread.LastKind == AsyncEventKind.OperationBegin && thread.LastTaskId == awaiterId)
            pooled.TakeBack(awaiter);
        if (graph.WaitsForUnknown(ref op))
        {
            store.Patch(awaiter, IntervalKind.Awaiting, awaited);
            store.PatchPlace(awaiter, place);
        }
        else
        {
            store.Append(awaiter, IntervalKind.Awaiting, awaited, time, place);
            running.Suspended(thread, awaiter);
        }

        op.Awaits++;
        transitions.Move(ref op, OperationState.Suspended);
        graph.AddAwaiter(awaited, awaiter);
        waits.Note(awaited, awaiter);
        if (thread.ToldRelay != 0)
            told.Awaited(thread, awaitedId, awaited);
    }

    /// <summary>
    /// The operation that runs on a thread, if it began before the recording; 0 otherwise. Where dispatchers are told, one that had suspended before awaits under an id that is not its task's, always the same.
    /// </summary>
    private int BegunBefore(ThreadWork thread) =>
        thread.Depth > 0 && thread.TopSegment == thread.Depth - 1 && running.RunningTop(thread) is var top and not 0
            && store[top] is { State: OperationState.Running, Flags: var flags } && (flags & (OperationFlags.BegunBefore | OperationFlags.Dispatched | OperationFlags.Pooled)) == OperationFlags.BegunBefore
            ? top
            : 0;

    /// <summary>A continuation is queued. Its meaning is in the event before it on the same thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnContinuation(ThreadWork thread, in AsyncEvent e)
    {
        int known = ids.Find(e.TaskId);
        if (known != 0 && store[known].Kind == OperationKind.Delegate)
            return;
        if (thread.LastKind == AsyncEventKind.OperationBegin && ids.Find(thread.LastTaskId) is var began and not 0
            && store[began] is { Kind: OperationKind.Method or OperationKind.Iterator, State: OperationState.Suspended, Segments: 0 } first
            && first.First == first.Last)
        {
            store.Patch(began, IntervalKind.Yielded, 0);
            transitions.Move(ref store[began], OperationState.Yielded);
            return;
        }

        if (opaque.OnContinuation(thread))
            return;

        if (thread.LastKind == AsyncEventKind.WaitBegin && thread.LastOtherId != 0 && e.Extra == thread.LastTaskId
            && ids.Find(thread.LastOtherId) is var awaiter and not 0 && store[awaiter].State == OperationState.Suspended)
        {
            // What it awaits had already completed: it is queued at once.
            store.Patch(awaiter, IntervalKind.Yielded, 0);
            return;
        }

        if (thread.Depth > 0 && thread[thread.Depth - 1].Kind == WorkKind.Bracket)
            return;
        int top = running.RunningTop(thread);
        if (top == 0 || store[top].State != OperationState.Running)
            return;
        ref Operation op = ref store[top];
        running.StopRunning(ref op);
        store.Append(top, IntervalKind.Yielded, 0, e.Timestamp, e.OtherId);
        transitions.Move(ref op, OperationState.Yielded);
    }
}
