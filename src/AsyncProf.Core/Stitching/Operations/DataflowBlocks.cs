using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Dataflow blocks: delegates of the library take items and call the block's lambda, and no event joins any of it to who posted. Who gave the first item is told by the chain of who
/// started whom. If that one also awaits the block's completion, all of it was done for it, and the completion is a join; else each stays a root.
/// </summary>
internal sealed class DataflowBlocks(OperationStore store, AwaitGraph graph, OperationLifecycle life, EdgeRules rules, StitcherCounts counts)
{
    /// <summary>What runs in blocks and is not decided yet, at most: no operation's own block handles more in one go.</summary>
    private const int Maximum = 50_000;

    private readonly Dictionary<int, (OperationRef Poster, List<OperationRef> Work)> _work = [];
    private int _kept;

    /// <summary>The library queues a delegate, or something begins in one of its delegates.</summary>
    public void Begin(int slot)
    {
        ref Operation op = ref store[slot];
        int spawner = store.Find(op.Spawner);
        if (spawner == 0 || (rules & EdgeRules.Dataflow) == 0)
            return;
        bool isInBlock = store[spawner].Has(OperationFlags.Dataflow) && store[spawner].Kind == OperationKind.Delegate;
        if (!op.Has(OperationFlags.Dataflow) && !isInBlock)
            return;
        op.Flags |= OperationFlags.Dataflow;
        op.Poster = isInBlock ? store[spawner].Poster : op.Spawner;
        int poster = store.Find(op.Poster);
        if (poster == 0 || _kept >= Maximum)
            return;
        if (!_work.TryGetValue(poster, out (OperationRef Poster, List<OperationRef> Work) known) || known.Poster != op.Poster)
        {
            _kept -= known.Work?.Count ?? 0;
            _work[poster] = known = (op.Poster, []);
        }

        known.Work.Add(store.RefOf(slot));
        _kept++;
    }

    /// <summary>Whether whose work it is may still be told: who posted it goes on.</summary>
    public bool IsUndecided(in Operation op) =>
        op.Has(OperationFlags.Dataflow) && op.Parent == 0 && _kept < Maximum && store.Find(op.Poster) is var poster and not 0 && store[poster].IsLive
        && _work.TryGetValue(poster, out (OperationRef Poster, List<OperationRef> Work) known) && known.Poster == op.Poster;

    /// <summary>An operation has ended: what it posted is its own no more.</summary>
    public void Forget(int slot)
    {
        if (_work.Count > 0 && _work.Remove(slot, out (OperationRef Poster, List<OperationRef> Work) known))
            _kept -= known.Work.Count;
    }

    /// <summary>A task without code completes in a delegate of the library: a block's completion.</summary>
    public void Complete(int task, long time)
    {
        ref Operation completion = ref store[task];
        int awaiter = store.Find(completion.Spawner);
        if (awaiter == 0 || !_work.Remove(awaiter, out (OperationRef Poster, List<OperationRef> Work) known))
            return;
        _kept -= known.Work.Count;
        if (!store.IsSame(known.Poster))
            return;
        completion.Kind = OperationKind.Join;
        (completion.State, completion.End) = (OperationState.Ended, time);
        life.Grace.Enqueue(store.RefOf(task), time);
        completion.Awaiters--; // it was counted when it awaited the leaf
        completion.Spawner = default;
        graph.AddAwaiter(task, awaiter, inferred: true);
        int last = 0;
        foreach (OperationRef work in known.Work)
        {
            if (store.Find(work) is not (var slot and not 0) || store[slot].Parent != 0)
                continue;
            counts.Infer(EdgeRule.Dataflow);
            graph.AddAwaiter(slot, task, inferred: true);
            if (!store[slot].IsLive && (last == 0 || unchecked(store[slot].EndOrder - store[last].EndOrder) > 0) && store[slot].Kind == OperationKind.Method)
                last = slot;
        }

        if (last != 0)
            graph.Link(task, last);
    }
}
