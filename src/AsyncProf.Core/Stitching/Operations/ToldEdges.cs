using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>Edges that the process itself tells, because it was asked to look at its tasks.</summary>
internal sealed class ToldEdges(OperationStore store, TaskIds ids, AwaitGraph graph, OperationLifecycle life, StitcherCounts counts)
{
    /// <summary>The process tells of two tasks.</summary>
    public void Take(ThreadWork thread, in AsyncEvent e)
    {
        int task = ids.Find(e.TaskId), other = ids.Find(e.OtherId);
        switch ((EdgeKind)e.Detail)
        {
            case EdgeKind.StandsFor when other != 0:
                if (task == 0)
                    (thread.ToldRelay, thread.ToldSource) = (e.TaskId, store.RefOf(other)); // it is awaited next, or known only to a join
                else
                    StandFor(task, other);
                break;
            case EdgeKind.Awaits when task != 0 && other != 0 && task != other:
                Await(task, other);
                break;
            case EdgeKind.WorksFor when task != 0 && store[task].Parent == 0:
                Work(task, life.Awaitable(e.OtherId, e.Timestamp));
                break;
            case EdgeKind.UnwrappedBy when task != 0 && other != 0 && store[task] is { Kind: OperationKind.Delegate, Link: 0 } && store[other] is { Kind: OperationKind.Unwrap, Link: 0 }:
                counts.ToldEdges++;
                graph.Link(other, task);
                graph.Link(task, other);
                break;
        }
    }

    /// <summary>The task that was told of just before it is awaited.</summary>
    public void Awaited(ThreadWork thread, int awaitedId, int leaf)
    {
        if (thread.ToldRelay == awaitedId && store.Find(thread.ToldSource) is var source and not 0)
            StandFor(leaf, source);
        thread.ToldRelay = 0;
    }

    private void StandFor(int leaf, int source)
    {
        source = graph.Represented(source);
        ref Operation task = ref store[leaf];
        if (task.Kind != OperationKind.Leaf || task.Link != 0 || source == leaf)
            return;
        if (graph.StandFor(leaf, source))
            task.Flags |= OperationFlags.Told;
    }

    private void Await(int task, int awaiter)
    {
        ref Operation op = ref store[awaiter];
        if (op.Kind is OperationKind.Join or OperationKind.Iterator && store[task].Parent == 0)
        {
            counts.ToldEdges++;
            graph.AddAwaiter(task, awaiter);
            if (op.Kind == OperationKind.Iterator && graph.WaitsForUnknown(ref op))
                store.Patch(awaiter, IntervalKind.Awaiting, task);
        }
    }

    /// <summary>The loop's own task is a join of its workers.</summary>
    private void Work(int worker, int loop)
    {
        ref Operation task = ref store[loop];
        if (task.Kind == OperationKind.Leaf && task.Has(OperationFlags.Anonymous))
            life.TurnIntoJoin(loop, inferred: false);
        if (task.Kind != OperationKind.Join || worker == loop)
            return;
        counts.ToldEdges++;
        graph.AddAwaiter(worker, loop);
    }
}
