using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Waits that ended without what they were for (<c>WaitAsync</c> that timed out or was cancelled). They were for what was begun or suspended directly before them, if nobody else
/// awaits that and nothing goes on after its end either: which is known only then.
/// </summary>
internal sealed class GivenUpWaits(OperationStore store, AwaitGraph graph, EdgeRules rules, StitcherCounts counts)
{
    /// <summary>More than this are not kept in mind.</summary>
    private const int Maximum = 10_000;

    private readonly Dictionary<int, (OperationRef Awaited, OperationRef Awaiter, long Since)> _waits = [];

    /// <summary>Whether any is waited for.</summary>
    public bool Any => _waits.Count > 0;

    /// <summary>A task without code is awaited: it may stand for what suspended before its awaiter.</summary>
    public void Note(int leaf, int awaiter)
    {
        ref Operation task = ref store[leaf];
        if (task is { Kind: OperationKind.Leaf, Awaiters: 1, SuspendedAfter.Slot: 0 } && task.Has(OperationFlags.Anonymous))
            task.SuspendedAfter = store[awaiter].SuspendedAfter;
    }

    /// <summary>A task without code has failed or was cancelled, and stands for nothing that ended so.</summary>
    public void Add(int leaf)
    {
        ref Operation task = ref store[leaf];
        if (task.Status <= OperationStatus.Completed || task.Link != 0 || (rules & EdgeRules.GaveUp) == 0 || counts.ToldEdges > 0 || _waits.Count >= Maximum)
            return;
        int awaited = store.Find(task.SuspendedAfter), awaiter = store.Find(task.Spawner);
        if (awaited == 0 || awaiter == 0 || awaited == awaiter || store[awaited].Parent != 0 || store[awaited].Done != 0)
            return;
        if (store[awaiter].Last is var last and not 0 && store.Intervals[last] is { Kind: IntervalKind.Awaiting } wait && wait.Target == leaf)
            _waits.TryAdd(awaited, (store.RefOf(awaited), store.RefOf(awaiter), wait.From));
    }

    /// <summary>The completion of something is over.</summary>
    /// <param name="slot">What has completed.</param>
    /// <param name="isEmpty">Whether nothing went on in it.</param>
    public void Complete(int slot, bool isEmpty)
    {
        if (!_waits.Remove(slot, out (OperationRef Awaited, OperationRef Awaiter, long Since) wait) || !isEmpty || !store.IsSame(wait.Awaited) || store[slot].Parent != 0)
            return;
        int awaiter = store.Find(wait.Awaiter);
        if (awaiter == 0 || store[awaiter].Has(OperationFlags.Charged))
            return;
        int interval = store.At(awaiter, wait.Since);
        if (interval == 0 || store.Intervals[interval] is not { Kind: IntervalKind.Waiting or IntervalKind.WaitingFor or IntervalKind.Awaiting } was)
            return;
        long done = was.Kind == IntervalKind.Awaiting ? store[was.Target].Done : 0;
        store.PatchAt(interval, IntervalKind.Awaiting, slot);
        if (done != 0)
            store.Append(awaiter, IntervalKind.Ready, 0, done); // it has given up and not gone on yet
        counts.Infer(EdgeRule.GaveUp);
        graph.AddAwaiter(slot, awaiter, inferred: true);
    }
}
