using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Who completes a task without code: told by where its completion begins. Directly in the completion of something that ended in the same way it stands for that (<c>WaitAsync</c>);
/// in a live segment a call made there completed it, which is a cause to name and no edge.
/// </summary>
internal sealed class Completers(OperationStore store, AwaitGraph graph, ParallelLoops loops, DataflowBlocks blocks, EdgeRules rules, WellKnownNames wellKnown)
{
    /// <summary>A task without code begins to run its continuations.</summary>
    /// <returns>Whether it is given by the operation whose segment it is in, if that does nothing after it.</returns>
    public bool Tell(ThreadWork thread, int leaf, long time)
    {
        if (thread.Depth == 0)
            return false;
        ref WorkFrame frame = ref thread[thread.Depth - 1];
        if (frame.Operation.Slot == leaf || !store.IsSame(frame.Operation) || store[leaf].Name != wellKnown.Task || (store[leaf].Kind == OperationKind.Join && frame.Kind == WorkKind.Bracket))
            return false;
        if (frame.Kind == WorkKind.Bracket)
        {
            int source = frame.Operation.Slot;
            if (frame.IsRelay && store[source].IsLive && IsGiver(store[source]))
                GiveThrough(ref frame, leaf, source, time);
            else if ((rules & EdgeRules.Relay) != 0 && EndedAs(store[leaf].Status, store[frame.Operation.Slot]))
                StandFor(leaf, frame.Operation.Slot);
        }
        else if (HasEnded(frame))
        {
            graph.Link(leaf, frame.Operation.Slot); // it says that it has ended before it says that to its consumer
        }
        else if (frame.Live && store[frame.Operation.Slot].HasCode)
        {
            int completer = frame.Operation.Slot;
            store[leaf].Waker = store[completer].Name;
            if (store[completer].Has(OperationFlags.Worker))
                return loops.Complete(leaf, completer, time);
            if (store[completer] is { Kind: OperationKind.Delegate } library && library.Has(OperationFlags.Dataflow))
                blocks.Complete(leaf, time);
            if (store[completer].Kind == OperationKind.Iterator && (rules & EdgeRules.Iterator) != 0)
            {
                graph.Link(leaf, completer); // as MoveNextAsync().AsTask() does
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A task that no event has named begins to run its continuations: directly in the completion of something that ended in the same way it stands for that. It may be a child of a
    /// join, whose relation comes next.
    /// </summary>
    /// <returns>What it stands for; the default where nothing tells.</returns>
    public OperationRef OfUnnamed(ThreadWork thread, int taskId)
    {
        if (thread.Depth == 0 || (rules & EdgeRules.Relay) == 0)
            return default;
        ref WorkFrame frame = ref thread[thread.Depth - 1];
        if (!store.IsSame(frame.Operation))
            return default;
        if (frame.Kind == WorkKind.Segment)
            return (frame.Live && IsGiver(store[frame.Operation.Slot])) || HasEnded(frame) ? frame.Operation : default;
        if (frame.Kind != WorkKind.Bracket)
            return default;
        OperationStatus status = thread.LastKind == AsyncEventKind.OperationEnd && thread.LastTaskId == taskId ? (OperationStatus)thread.LastDetail : OperationStatus.None;
        return EndedAs(status, store[frame.Operation.Slot]) ? frame.Operation : default;
    }

    /// <summary>Whether an operation may give something as the last act of its segment.</summary>
    public bool IsGiver(int slot) => store[slot].IsLive && IsGiver(store[slot]);

    /// <summary>Whether it is the segment of an iterator that has ended in it.</summary>
    private bool HasEnded(in WorkFrame frame) =>
        store[frame.Operation.Slot] is { Kind: OperationKind.Iterator, IsLive: false } ended && frame.TaskId == ended.TaskId && (rules & EdgeRules.Iterator) != 0;

    private static bool IsGiver(in Operation op) => op.Kind == OperationKind.Iterator || op.Has(OperationFlags.Worker);

    /// <summary>An iterator or the last worker of a loop completes a task that no event has named, and that another one stands for.</summary>
    public void GiveThrough(ref WorkFrame frame, int leaf, int giver, long time)
    {
        if (store[giver].Has(OperationFlags.Worker))
            frame.IsGiven = loops.Complete(leaf, giver, time);
        else if (frame.IsGiven = (rules & EdgeRules.Iterator) != 0)
            graph.Link(leaf, giver);
        if (frame.IsGiven)
            frame.Operation = store.RefOf(leaf);
    }

    /// <summary>A task that only hands on a result does not say that it ended well; of a call of runtime-async that was cancelled it may be told only that it failed.</summary>
    private static bool EndedAs(OperationStatus leaf, in Operation source) =>
        Or(leaf) == Or(source.Status) || (leaf == OperationStatus.Canceled && source.Status == OperationStatus.Error && source.Has(OperationFlags.Dispatched));

    private static OperationStatus Or(OperationStatus status) => status == OperationStatus.None ? OperationStatus.Completed : status;

    private void StandFor(int leaf, int source)
    {
        ref Operation stands = ref store[leaf];
        ref Operation op = ref store[source];
        if (!graph.StandFor(leaf, source))
            (stands.Name, stands.Waker) = (op.Name, op.Waker);
    }
}
