using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// <c>Parallel.ForEachAsync</c> and <c>ForAsync</c>: workers that no event queues, and a task that the last of them ends. That one is known by its very last act; the others are those
/// of the only loop that ran. The loop's task is a join of its workers.
/// </summary>
internal sealed class ParallelLoops(OperationStore store, AwaitGraph graph, OperationLifecycle life, EdgeRules rules, StitcherCounts counts)
{
    /// <summary>More workers than this are not kept in mind: their loop is not the only one.</summary>
    private const int MaximumWorkers = 4096;

    /// <summary>The workers begun since there was none.</summary>
    private readonly List<OperationRef> _workers = [];

    /// <summary>The loops ended since then, and the body that each is known to call.</summary>
    private readonly List<(OperationRef Loop, int Body)> _loops = [];

    /// <summary>A worker begins.</summary>
    public void Begin(int worker)
    {
        if (!IsAnyLive(except: 0))
        {
            _workers.Clear();
            _loops.Clear();
        }

        if (_workers.Count == MaximumWorkers)
            _workers.RemoveAll(known => store.Find(known) is not (var slot and not 0) || !store[slot].IsLive);
        if (_workers.Count < MaximumWorkers)
            _workers.Add(store.RefOf(worker));
    }

    /// <summary>Whether whose worker it is may still be told.</summary>
    public bool IsUndecided(in Operation op) =>
        op.Has(OperationFlags.Worker) && op.Parent == 0 && (rules & EdgeRules.OtherWorker) != 0 && LoopsOf(BodyOf(op)) < 2 && IsAnyLive(except: 0);

    /// <summary>A task without code completes in the segment of a worker: it is believed to be the loop's, until the worker goes on.</summary>
    /// <returns>Whether it is.</returns>
    public bool Complete(int task, int worker, long time)
    {
        ref Operation loop = ref store[task];
        if (loop.Kind == OperationKind.Join)
            return End(task, worker, time); // the process has told it
        if ((rules & EdgeRules.Worker) == 0 || store.Find(loop.Spawner) == 0 || store[worker].Parent != 0)
            return false;
        counts.Infer(EdgeRule.Worker);
        life.TurnIntoJoin(task, inferred: true);
        graph.AddAwaiter(worker, task, inferred: true);
        End(task, worker, time);
        _loops.Add((store.RefOf(task), BodyOf(store[worker])));
        AdoptOthers(task, BodyOf(store[worker]), worker);
        return true;
    }

    private bool End(int task, int worker, long time)
    {
        if (store[worker].Parent != task)
            return false;
        life.EndJoin(task, time);
        store[worker].Done = time;
        graph.Link(task, worker);
        return true;
    }

    /// <summary>The worker has ended indeed: with its loop, and what ran in its segment after that is not its own.</summary>
    public void EndWith(int worker)
    {
        ref Operation op = ref store[worker];
        if (op.Done == 0 || !op.IsLive)
            return;
        life.End(worker, OperationStatus.Completed, op.Done);
        if (op.ChargedTo >= op.End)
            op.Flags |= OperationFlags.Charged; // what awaited the loop was over, and charged, before the worker could say so
    }

    /// <summary>The worker goes on: somebody else's task was completed in it.</summary>
    public void TakeBack(int task, int worker, in Handover handover)
    {
        ref Operation loop = ref store[task];
        if (loop.Kind != OperationKind.Join || loop.Link != worker)
            return;
        counts.TakeBack(EdgeRule.Worker);
        _loops.RemoveAll(known => known.Loop == store.RefOf(task));
        store[worker].Done = 0;
        while (loop.FirstChild is var child and not 0)
        {
            if (child != worker)
                counts.TakeBack(EdgeRule.OtherWorker);
            store.Orphan(child);
        }

        (loop.Link, loop.Waker, loop.Kind) = (0, store[worker].Name, OperationKind.Leaf);
        store.Drop(worker);
        if (store.Find(handover.Taker) is var taker and not 0)
            store.PatchAt(taker, handover.Since, task, IntervalKind.WaitingFor, loop.Waker);
        if (loop.Parent != 0)
            store.DropChild(task);
    }

    /// <summary>A worker has ended.</summary>
    public void End()
    {
        if (_loops.Count == 0 || IsAnyLive(except: 0))
            return;
        foreach ((OperationRef loop, int body) in _loops)
        {
            if (store.Find(loop) is var task and not 0 && store[task].Kind == OperationKind.Join)
                AdoptOthers(task, body, 0);
        }
    }

    /// <summary>The method that a worker calls, by its name; 0 where it has called none that suspended.</summary>
    private int BodyOf(in Operation worker)
    {
        int child = worker.FirstChild;
        while (child != 0 && store[child].Kind == OperationKind.Iterator)
            child = store[child].NextSibling; // that is where it takes its items from
        return child == 0 ? 0 : store[child].Name;
    }

    /// <summary>Whether a worker goes on, and has not ended its loop: the next loop may begin in the segment of one that has.</summary>
    private static bool IsAtWork(in Operation worker) => worker.IsLive && worker.Done == 0;

    private int LoopsOf(int body) => _loops.Count(known => known.Body == body);

    private bool IsAnyLive(int except, int body) =>
        _workers.Exists(known => store.Find(known) is var slot and not 0 && slot != except && IsAtWork(store[slot]) && BodyOf(store[slot]) == body);

    private bool IsAnyLive(int except) =>
        _workers.FindLastIndex(known => store.Find(known) is var slot and not 0 && slot != except && IsAtWork(store[slot])) >= 0;

    /// <summary>If there was one loop, all workers are its own; of several, those that call what only its last worker called.</summary>
    private void AdoptOthers(int loop, int body, int last)
    {
        bool isOnly = _loops.Count == 1 && !IsAnyLive(last);
        if ((rules & EdgeRules.OtherWorker) == 0 || (!isOnly && (LoopsOf(body) != 1 || IsAnyLive(last, body))))
            return;
        foreach (OperationRef known in _workers)
        {
            if (store.Find(known) is not (var worker and not 0) || store[worker].IsLive || store[worker].Parent != 0 || (!isOnly && BodyOf(store[worker]) != body))
                continue;
            counts.Infer(EdgeRule.OtherWorker);
            graph.AddAwaiter(worker, loop, inferred: true);
        }
    }
}
