using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Dataflow blocks: delegates of the library take items and call the block's lambda, and no event joins any of it to who posted. Who set a block going is told by the chain of who started
/// whom. If that one also awaits the block's completion, all of it was done for it, and the completion is a join; else each stays a root.
/// </summary>
internal sealed class DataflowBlocks(OperationStore store, AwaitGraph graph, OperationLifecycle life, EdgeRules rules, StitcherCounts counts)
{
    /// <summary>What runs in blocks on behalf of one operation and is not decided, at most: a pipeline of its own seldom handles more.</summary>
    private const int MaximumWork = 10_000, MaximumPosters = 1_000;

    private readonly Dictionary<int, DataflowPoster> _posters = [];

    /// <summary>The library queues a delegate, or something begins in one of its delegates, or an operation begins that may have posted before its first await.</summary>
    public void Begin(ThreadWork thread, int slot)
    {
        ref Operation op = ref store[slot];
        int spawner = store.Find(op.Spawner);
        bool isInBlock = spawner != 0 && store[spawner].Has(OperationFlags.Dataflow) && store[spawner].Kind == OperationKind.Delegate;
        if (isInBlock)
        {
            op.Flags |= OperationFlags.Dataflow;
            op.Poster = store[spawner].Poster;
            Add(slot);
        }
        else if (op.Has(OperationFlags.Dataflow))
        {
            op.Poster = op.Spawner;
            Add(slot);
            (thread.LastPosted, thread.PostedSince) = (store.RefOf(slot), thread.LastPosted == default ? op.Start : thread.PostedSince);
        }
        else if (thread.LastPosted != default)
        {
            Claim(thread, slot);
        }
    }

    /// <summary>Whether whose work it is may still be told: who posted it goes on.</summary>
    public bool IsUndecided(in Operation op) => op.Has(OperationFlags.Dataflow) && op.Parent == 0 && Find(op.Poster) is { IsLost: false } && store[op.Poster.Slot].IsLive;

    /// <summary>An operation has ended: what it posted is its own no more.</summary>
    public void Forget(int slot)
    {
        if (_posters.Count > 0)
            _posters.Remove(slot);
    }

    /// <summary>A task without code completes in a delegate of the library: a block's completion.</summary>
    public void Complete(int task, long time)
    {
        ref Operation completion = ref store[task];
        int awaiter = store.Find(completion.Spawner);
        if (awaiter == 0 || Find(completion.Spawner) is not { IsLost: false } poster)
            return;
        _posters.Remove(awaiter);
        life.TurnIntoJoin(task, inferred: true);
        life.EndJoin(task, time);
        int last = 0;
        foreach (OperationRef work in poster.Work)
        {
            if (store.Find(work) is not (var slot and not 0) || store[slot].Parent != 0)
                continue;
            counts.Infer(EdgeRule.Dataflow);
            graph.AddAwaiter(slot, task, inferred: true);
            if (store[slot] is { IsLive: false, Kind: OperationKind.Method } && (last == 0 || unchecked(store[slot].EndOrder - store[last].EndOrder) > 0))
                last = slot;
        }

        if (last != 0)
            graph.Link(task, last);
    }

    private DataflowPoster? Find(OperationRef poster) =>
        _posters.Count > 0 && store.IsSame(poster) && _posters.TryGetValue(poster.Slot, out DataflowPoster? known) && known.Operation == poster ? known : null;

    private void Add(int slot)
    {
        OperationRef poster = store[slot].Poster;
        if ((rules & EdgeRules.Dataflow) == 0 || !store.IsSame(poster))
            return;
        if (Find(poster) is not { } known)
        {
            if (_posters.Count >= MaximumPosters)
                return;
            _posters[poster.Slot] = known = new DataflowPoster(poster);
        }

        if (known.Work.Count >= MaximumWork)
            known.Lose();
        else if (!known.IsLost)
            known.Work.Add(store.RefOf(slot));
    }

    /// <summary>What was posted on the thread since it began or ended anything, by the same caller as it seemed, was posted before the first await of what begins now.</summary>
    private void Claim(ThreadWork thread, int slot)
    {
        int posted = store.Find(thread.LastPosted);
        thread.LastPosted = default;
        OperationRef caller = store[slot].Spawner;
        if (posted == 0 || thread.PostedSince < thread.LastMark || store[posted].Spawner != caller)
            return;
        DataflowPoster? of = Find(caller);
        if (of is null)
        {
            if (caller.Slot == 0)
                Repost(posted, slot);
            return;
        }

        foreach (OperationRef work in of.Take(known => store.Find(known) is var own and not 0 && store[own].Start >= thread.PostedSince))
            Repost(work.Slot, slot);
    }

    private void Repost(int work, int poster)
    {
        store[work].Poster = store.RefOf(poster);
        Add(work);
    }
}
