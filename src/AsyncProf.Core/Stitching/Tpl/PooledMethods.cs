using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Methods whose builder pools its boxes: the TPL tells only what they await, as an await by nobody. Such a method is an operation from that await until whoever awaits it goes on; its name is that of the place where it awaits, if that is known.
/// </summary>
internal sealed class PooledMethods(
    OperationStore store,
    RunningOperations running,
    AwaitGraph graph,
    OperationLifecycle life,
    StitcherCounts counts,
    EdgeRules rules,
    WellKnownNames wellKnown,
    IPlaceNames places)
{
    /// <summary>The pooled methods, by the slot of what each awaits.</summary>
    private readonly Dictionary<int, OperationRef> _awaiting = [];

    /// <summary>Whether any pooled method awaits something now.</summary>
    public bool Any => _awaiting.Count > 0;

    /// <summary>The names of methods that are not pooled: the TPL tells of them.</summary>
    private bool[] _announced = new bool[256];

    /// <summary>A method is told of, so it is not pooled, and what it hands to a task without awaiting is a bare callback.</summary>
    public void Announce(int name, long time)
    {
        if (IsAnnounced(name) || name < 0)
            return;
        if (name >= _announced.Length)
            Array.Resize(ref _announced, Math.Max(name + 1, _announced.Length * 2));
        _announced[name] = true;
        if (!Any)
            return;
        foreach (OperationRef known in _awaiting.Values.ToArray())
        {
            if (store.Find(known) is var slot and not 0 && store[slot].Name == name && store[slot].Parent == 0)
                Discard(slot, time);
        }
    }

    private bool IsAnnounced(int name) => (uint)name < (uint)_announced.Length && _announced[name];

    /// <summary>An await by nobody: a pooled method begins, or goes on in the bracket of what it awaited before.</summary>
    public void OnAwait(ThreadWork thread, int awaited, int place, long time)
    {
        if ((rules & EdgeRules.Pooled) == 0)
            return;
        int name = places.NameOf(place);
        if (name != NameTable.NoneId && IsAnnounced(name))
            return;
        int slot = After(OpenBracket(thread));
        if (slot == 0)
        {
            slot = store.Create(OperationKind.Method, Operation.NoTaskId, name == NameTable.NoneId ? wellKnown.Pooled : name, time);
            ref Operation fresh = ref store[slot];
            fresh.Flags = OperationFlags.Pooled;
            fresh.State = OperationState.Suspended;
            counts.Pooled += name == NameTable.NoneId ? 1 : 0;
            life.Belong(thread, ref fresh);
            thread.Pooled = new OperationRef(slot, fresh.Serial);
        }
        else
        {
            if (name != NameTable.NoneId && store[slot].Name != name)
                store[slot].Name = wellKnown.Pooled; // it called another one, which goes on with it: what nothing tells apart has no name of its own
            RunsSince(thread, slot);
        }

        ref Operation op = ref store[slot];
        store.Append(slot, IntervalKind.Awaiting, awaited, time, place);
        op.Awaits++;
        op.NextPooled = After(awaited);
        _awaiting[awaited] = new OperationRef(slot, op.Serial);
        graph.AddAwaiter(awaited, slot);
    }

    /// <summary>An operation suspends and nothing says on what, unless an pooled method was called just before and has not come back.</summary>
    public void SuspendOnUnknown(ThreadWork thread, int slot, int place, long time)
    {
        int pooled = store.Find(thread.Pooled);
        thread.Pooled = default;
        if (pooled != 0 && store[pooled] is { IsLive: true, Parent: 0 })
        {
            store.Append(slot, IntervalKind.Awaiting, pooled, time, place);
            graph.AddAwaiter(pooled, slot, inferred: true);
        }
        else
        {
            store.Append(slot, IntervalKind.Waiting, wellKnown.Unknown, time, place);
        }

        running.Suspended(thread, slot);
    }

    /// <summary>Its first await is told after all: what had awaited something just before it, in its caller's name or as a bare callback, is not what it awaits.</summary>
    public void TakeBack(int slot)
    {
        ref Operation op = ref store[slot];
        if (op.First != op.Last || store.Intervals[op.Last] is not { Kind: IntervalKind.Awaiting, Target: var method } || !store[method].Has(OperationFlags.Pooled))
            return;
        store.Patch(slot, IntervalKind.Waiting, wellKnown.Unknown);
        if (store[method].Parent == slot)
            store.Orphan(method);
    }

    /// <summary>The pooled method that was last to await something and has not gone on, or 0; others follow by <see cref="Operation.NextPooled"/>.</summary>
    public int After(int awaited) =>
        _awaiting.Count > 0 && _awaiting.TryGetValue(awaited, out OperationRef pooled) ? store.Find(pooled) : 0;

    /// <summary>The task whose continuations run directly on top of a thread's stack, or 0.</summary>
    private static int OpenBracket(ThreadWork thread) =>
        thread.Depth > 0 && thread[thread.Depth - 1] is { Kind: WorkKind.Bracket } bracket ? bracket.Operation.Slot : 0;

    /// <summary>
    /// A pooled method goes on inside the bracket of what it awaited: it has run since that completed, or since the last of the others that
    /// went on there gave the thread back.
    /// </summary>
    private void RunsSince(ThreadWork thread, int slot)
    {
        ref Interval wait = ref store.Intervals[store[slot].Last];
        if (wait.Kind != IntervalKind.Awaiting)
            return;
        long done = store[wait.Target].Done;
        StopAwaiting(slot, wait.Target);
        if (done != 0)
            store.Append(slot, IntervalKind.Running, 0, Math.Max(done, thread[thread.Depth - 1].Since));
    }

    /// <summary>Takes a pooled method from the list of those that await the same.</summary>
    private void StopAwaiting(int slot, int awaited)
    {
        int head = After(awaited), next = store[slot].NextPooled;
        store[slot].NextPooled = 0;
        if (head == slot)
        {
            if (next == 0)
                _awaiting.Remove(awaited);
            else
                _awaiting[awaited] = store.RefOf(next);
            return;
        }

        while (head != 0 && store[head].NextPooled != slot)
            head = store[head].NextPooled;
        if (head != 0)
            store[head].NextPooled = next;
    }

    /// <summary>Who awaits a pooled method goes on, so that is over.</summary>
    public void End(ThreadWork thread, int slot, long time)
    {
        ref Operation op = ref store[slot];
        if (!op.IsLive)
            return;
        int bracket = OpenBracket(thread);
        bool inside = bracket != 0 && store.Intervals[op.Last] is { Kind: IntervalKind.Awaiting } wait && wait.Target == bracket;
        int other = inside ? 0 : After(bracket);
        if (other != 0 && other != slot && store[other].Parent == 0)
        {
            // It went on where nothing told, and its further awaits look like another's.
            Detach(slot);
            store.Append(slot, IntervalKind.Awaiting, other, Math.Max(store[other].Start, store.LastFrom(slot)));
            graph.AddAwaiter(other, slot, inferred: true);
            End(thread, other, time);
        }
        else if (inside)
        {
            RunsSince(thread, slot);
        }

        Finish(slot, time);
    }

    /// <summary>A pooled method ends, or awaits something else: what it awaited need not lead to it any more.</summary>
    public void Detach(int slot)
    {
        ref Operation op = ref store[slot];
        if (op.Last != 0 && store.Intervals[op.Last] is { Kind: IntervalKind.Awaiting } wait)
            StopAwaiting(slot, wait.Target);
    }

    /// <summary>It was no method: one that is told of handed a callback to a task before it suspended for the first time.</summary>
    private void Discard(int slot, long time)
    {
        if (store[slot].FirstChild is var child and not 0)
            store.Orphan(child);
        store[slot].Flags |= OperationFlags.Ignored;
        Finish(slot, time);
    }

    /// <summary>What pooled methods awaited has run all its continuations: they are over if nobody awaits them, or wait for something unseen.</summary>
    public void Leave(in WorkFrame bracket, long time)
    {
        int slot = store.IsSame(bracket.Operation) ? After(bracket.Operation.Slot) : 0;
        while (slot != 0)
        {
            int next = store[slot].NextPooled;
            StopAwaiting(slot, bracket.Operation.Slot);
            if (store[slot].Parent == 0)
                Finish(slot, time);
            else
                store.Append(slot, IntervalKind.Waiting, wellKnown.Unknown, Math.Max(store[bracket.Operation.Slot].Done, store.LastFrom(slot)), Interval.Untold);
            slot = next;
        }
    }

    private void Finish(int slot, long time)
    {
        Detach(slot);
        life.End(slot, OperationStatus.Completed, time);
    }
}
