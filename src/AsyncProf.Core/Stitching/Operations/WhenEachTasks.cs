using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// <c>Task.WhenEach</c>: no event tells which tasks it was given. They are those begun directly before its iterator by the same caller that nobody else awaits and after whose end nothing
/// goes on there: the iterator does at once, elsewhere, unless its consumer still handles another.
/// </summary>
internal sealed class WhenEachTasks(OperationStore store, AwaitGraph graph, EdgeRules rules, StitcherLimits limits, StitcherCounts counts)
{
    /// <summary>More than this are not kept in mind.</summary>
    private const int Maximum = 10_000;

    private readonly Dictionary<int, (OperationRef Task, OperationRef Iterator)> _given = [];
    private readonly List<(OperationRef Task, OperationRef Iterator, long Done)> _done = [];

    /// <summary>Whether any is waited for.</summary>
    public bool Any => _given.Count > 0 || _done.Count > 0;

    /// <summary>The iterator begins.</summary>
    public void Begin(ThreadWork thread, int iterator)
    {
        if ((rules & EdgeRules.WhenEach) == 0 || counts.ToldEdges > 0)
            return; // where the process tells, nothing is guessed
        OperationRef spawner = store[iterator].Spawner;
        for (int task = store.Find(store[iterator].SuspendedAfter); task != 0 && _given.Count < Maximum; task = store.Find(store[task].SuspendedAfter))
        {
            ref Operation op = ref store[task];
            if (op.Start < thread.LastMark || op.Spawner != spawner)
                return;
            if (op is { Awaiters: 0, Parent: 0, HasCode: true, IsLive: true })
                _given[task] = (store.RefOf(task), store.RefOf(iterator));
        }
    }

    /// <summary>The completion of something is over.</summary>
    /// <param name="slot">What has completed.</param>
    /// <param name="isEmpty">Whether nothing went on in it.</param>
    /// <param name="time">When, in ticks.</param>
    public void Complete(int slot, bool isEmpty, long time)
    {
        if (!_given.Remove(slot, out (OperationRef Task, OperationRef Iterator) given) || !isEmpty || !store.IsSame(given.Task) || store[slot].Awaiters > 0)
            return;
        int iterator = store.Find(given.Iterator);
        if (iterator == 0 || !store[iterator].IsLive)
            return;
        if (store[iterator].State == OperationState.Idle)
            Adopt(slot, iterator); // its consumer handles another, or asks for the next already: no event tells
        if (_done.Count < Maximum)
            _done.Add((given.Task, given.Iterator, time));
    }

    /// <summary>The iterator goes on: for the first that has ended since it waits.</summary>
    /// <param name="iterator">The iterator.</param>
    /// <param name="since">Since when it waits, in ticks.</param>
    /// <param name="time">Now, in ticks.</param>
    /// <returns>The task, or 0.</returns>
    public int Take(int iterator, long since, long time)
    {
        int first = 0;
        for (int i = 0; i < _done.Count; i++)
        {
            (OperationRef task, OperationRef of, long done) = _done[i];
            bool isLate = time - done > limits.WhenEachTicks;
            if (of.Slot != iterator && !isLate)
                continue;
            _done.RemoveAt(i--);
            if (isLate || of != store.RefOf(iterator) || store.Find(task) is not (var slot and not 0) || (store[slot].Parent != 0 && store[slot].Parent != iterator))
                continue;
            if (store[slot].Parent == 0)
                Adopt(slot, iterator);
            if (first == 0 && done >= since)
                first = slot;
        }

        return first;
    }

    private void Adopt(int task, int iterator)
    {
        counts.Infer(EdgeRule.WhenEach);
        graph.AddAwaiter(task, iterator, inferred: true);
    }
}
