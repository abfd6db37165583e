using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Attribution;

/// <summary>The task axis: every operation below a root charges itself once over its own life. Iterative, linear in operations and intervals.</summary>
internal sealed class TaskCollector(MethodTable methods, CallerInference names, AwaitReader awaits)
{
    private readonly Stack<(int Slot, int Parent)> _work = new();
    private readonly List<OperationSample> _sampled = [];
    private int[] _open = new int[64];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(OperationStore store, RootTree tree, in Charge charge, int visit)
    {
        _work.Clear();
        _work.Push((charge.Slot, -1));
        while (_work.TryPop(out (int Slot, int Parent) next))
        {
            if (next.Slot < 0)
            {
                _open[next.Parent]--; // leaving a method: the next call of it on this level is outermost again
                continue;
            }

            ref Operation op = ref store[next.Slot];
            bool isRoot = next.Parent < 0, isSlice = isRoot && charge.IsSlice;
            int node = next.Parent;
            if (op.HasCode)
            {
                long openSince = charge.WithOpenEntries || charge.IsStretch ? long.MaxValue : store.Entries.OpenSince(op, isSlice ? charge.Entry : 0);
                int first = isRoot && charge.FirstInterval != 0 ? charge.FirstInterval : op.First;
                long from = Math.Max(charge.Since, isRoot ? charge.From : Math.Max(op.Start, charge.IsStretch ? charge.From : op.ChargedTo));
                long to = isRoot ? charge.To : EndOf(op, charge.To);
                if (charge.Since != 0 && to <= charge.Since)
                    continue; // it was over then, with all below it
                node = NodeFor(store, tree, next.Slot, next.Parent, charge, isSlice, visit);
                if (isRoot && charge.IsUnfinished && from < op.Start)
                    tree.ChargeTask(node, ChargeState.Running, null, from, Math.Min(op.Start, to), AwaitTable.Unknown); // as it is charged when it stops: what lies before is its prefix
                ChargeOwn(store, tree, op, first, node, from, to, openSince);
                if (store.Samples.Any)
                    TakeSamples(store.Samples, tree.Samples, next.Slot, node, from, Math.Min(to, openSince), charge.IsScopeView);
                if (store.Allocations.Any)
                    TakeSamples(store.Allocations, tree.Allocations, next.Slot, node, from, Math.Min(to, openSince), charge.IsScopeView);
                if (store.Uses.Any) // a slice begins in the midst of its owner's life; else whatever was not charged yet is
                    tree[node].Use += store.Uses.Take(next.Slot, isSlice || charge.IsScopeView ? from : long.MinValue, Math.Min(to, openSince), charge.IsScopeView);
                if (!isSlice && !charge.IsScopeView)
                    OperationStore.MarkCharged(ref op, to);
            }

            bool isWithin = charge.IsUnfinished && op.Entry == charge.Entry; // what it awaits may have been told before it
            PushChildren(store, ref op, node, isSlice && !isWithin ? charge.From : long.MinValue, charge);
        }
    }

    private void TakeSamples(OperationSamples samples, List<NodeSample> taken, int slot, int node, long from, long to, bool keep)
    {
        _sampled.Clear();
        samples.Take(slot, from, to, keep, _sampled);
        foreach (OperationSample sample in _sampled)
            taken.Add(new NodeSample(node, sample.Stack, sample.Ticks));
    }

    private int NodeFor(OperationStore store, RootTree tree, int slot, int parent, in Charge charge, bool isSlice, int visit)
    {
        ref Operation op = ref store[slot];
        MethodId method = names.Resolve(parent < 0 ? 0 : tree.CallerOf(parent), op.Name);
        op.Visit = visit;
        if (method.Value >= _open.Length)
            Array.Resize(ref _open, Math.Max(method.Value + 1, _open.Length * 2));
        if (parent >= 0 && op.Kind == OperationKind.Method && store[op.Parent] is { Kind: OperationKind.Delegate } runner
            && (runner.Link != 0 || runner.Has(OperationFlags.Unwrapped)) && IsSame(ref tree[parent], method))
        {
            // The lambda and the delegate that ran it are one call.
            tree[parent].Segments += op.Segments;
            tree[parent].Awaits += op.Awaits;
            return op.Node = parent;
        }

        bool cut = (op.IsLive && !IsOver(op)) || op.Has(OperationFlags.BegunBefore | OperationFlags.GivenUp) || op.Start < charge.Since;
        NodeFlags flags = (cut ? NodeFlags.Cut : NodeFlags.Call) | (_open[method.Value] == 0 ? NodeFlags.Outermost : NodeFlags.None);
        if (op.Has(OperationFlags.NotAwaited))
            flags |= NodeFlags.NotAwaited;
        if (op.Has(OperationFlags.AwaiterUnknown))
            flags |= NodeFlags.AwaiterUnknown;
        if (op.Has(OperationFlags.InferredEdge))
            flags |= NodeFlags.InferredEdge;
        if (isSlice)
            flags = (charge.IsUnfinished ? NodeFlags.Cut : NodeFlags.Call) | NodeFlags.Outermost; // the request itself: its method is its owner's, its call is the slice
        if (!isSlice)
        {
            _open[method.Value]++;
            _work.Push((-1, method.Value));
        }

        int awaitedAt = parent < 0 ? AwaitTable.Unknown : awaits.Of(store, op);
        op.Node = tree.AddNode(new TreeNode
        {
            Parent = parent,
            Method = method,
            Start = isSlice ? charge.From : op.Start,
            End = isSlice ? charge.To : EndOf(op, charge.To),
            Status = isSlice ? SliceStatus(tree.EntryFlags) : op.Status,
            Error = isSlice ? 0 : op.Error,
            PrefixAtMost = isSlice ? 0 : op.PrefixAtMost,
            Segments = isSlice ? 0 : op.Segments,
            Awaits = isSlice ? 0 : op.Awaits,
            Awaiters = op.Awaiters,
            AwaitedAt = awaitedAt,
            PassedBy = parent < 0 ? 0 : awaits.PassedBy(store, op, awaitedAt),
            Flags = flags,
        });
        if (store.ChildSpans.Any && !isSlice)
        {
            foreach ((long span, int trace) in store.ChildSpans.Of(slot))
                tree.ChildSpans.Add(new ChildSpan(op.Node, span, trace));
        }

        return op.Node;
    }

    /// <summary>Whether a delegate is this method. A method group tells only its bare name, which others may have too: what it ran tells which it was.</summary>
    private bool IsSame(ref TreeNode runner, MethodId method)
    {
        if (runner.Method == method)
            return true;
        if (!methods[runner.Method].IsAmbiguous || methods[method].IsAmbiguous)
            return false;
        if (methods[runner.Method].Name != methods[method].Name && !methods[runner.Method].Candidates.Contains(methods[method]))
            return false;
        runner.Method = method;
        runner.Flags = _open[method.Value] > 0 ? runner.Flags & ~NodeFlags.Outermost : runner.Flags | NodeFlags.Outermost;
        _open[method.Value]++;
        _work.Push((-1, method.Value));
        return true;
    }

    private static OperationStatus SliceStatus(EntryFlags flags) =>
        flags.HasFlag(EntryFlags.Error) ? OperationStatus.Error : OperationStatus.Completed;

    private void PushChildren(OperationStore store, ref Operation op, int node, long bornSince, in Charge charge)
    {
        long openSince = charge.LeavesOpenEntries ? store.Entries.OpenSince(op) : long.MaxValue;
        int first = bornSince == long.MinValue ? 0 : charge.AfterChild;
        for (int child = op.LastChild; child != first; child = store[child].PreviousSibling)
        {
            ref Operation c = ref store[child];
            // It outlives its awaiter: a root of its own when it ends. A look need not last: the method that closes its scope is called by the one that opened it.
            bool live = c.HasCode && c.IsLive && !IsOver(c) && charge.Kind != RootKind.Open && !charge.IsStretch && !charge.IsUnfinished;
            if (live || c.Start < bornSince || c.Start >= openSince || c.Has(OperationFlags.Ignored))
                continue;
            if ((c.HasCode && c.Has(OperationFlags.Charged) && !charge.IsStretch) || (charge.LeavesOpenEntries && store.Entries.IsInOpen(c)))
                continue;
            _work.Push((child, node));
        }
    }

    /// <summary>Whether it ends with what it completed, and only has not said so yet: the last worker of a parallel loop, in whose segment everything goes on that awaited the loop.</summary>
    private static bool IsOver(in Operation op) => op.Has(OperationFlags.Worker) && op.Done != 0;

    private static long EndOf(in Operation op, long now) => !op.IsLive ? op.End : IsOver(op) ? op.Done : now;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChargeOwn(OperationStore store, RootTree tree, in Operation op, int first, int node, long from, long to, long openSince)
    {
        int await = AwaitTable.Unknown;
        for (int id = first; id != 0;)
        {
            Interval interval = store.Intervals[id];
            if (interval.From >= to)
                break;
            id = interval.Next;
            long s = Math.Max(interval.From, from);
            long t = Math.Min(id == 0 ? to : store.Intervals[id].From, to);
            if (t > openSince)
            {
                long cut = Math.Max(s, openSince);
                if (cut < t)
                    tree.ChargeTask(node, ChargeState.Waiting, WaitLabel.Request, cut, t, AwaitTable.Unknown);
                t = Math.Min(t, openSince);
            }

            if (interval.Suspends || (await == AwaitTable.Unknown && interval.Place != 0))
                await = awaits.Of(store, op, interval);
            if (s < t)
                ChargePiece(store, tree, node, interval, await, s, t);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChargePiece(OperationStore store, RootTree tree, int node, in Interval interval, int await, long s, long t)
    {
        bool begins = s == interval.From; // what a snapshot has cut in two is one wait
        if (ChargeRules.Plain(store, methods, awaits.Table, interval, await) is { } plain)
        {
            if (interval.Kind == IntervalKind.BlockedOnHandle)
            {
                tree.ChargeTask(node, plain.State, plain.Label, s, t, AwaitTable.Unknown, begins); // no await is blocked
                return;
            }

            tree.ChargeTask(node, plain.State, plain.Label, s, t, await, begins);
            if (interval.Kind != IntervalKind.Lent) // a thread had gone on with it
                tree.ChargeAwait(node, await, plain.State, t - s, begins && interval.Suspends);
            if (interval.Kind == IntervalKind.Running)
                tree[node].LongestRun = Math.Max(tree[node].LongestRun, t - s);
            else if (begins && interval.Kind == IntervalKind.Yielded)
                tree[node].Yields++;
            return;
        }

        switch (interval.Kind)
        {
            case IntervalKind.Idle:
                tree[node].Idle += t - s;
                break;
            case IntervalKind.Blocked:
                long freed = ChargeRules.DoneWithin(store, interval.Target, s, t);
                tree.ChargeTask(node, ChargeState.Blocked, ChargeRules.BlockedOn(store, methods, interval.Target), s, freed, AwaitTable.Unknown, begins);
                if (freed < t)
                    tree.ChargeTask(node, ChargeState.Running, null, freed, t, AwaitTable.Unknown);
                break;
            default:
                ChargeAwait(store, tree, node, interval.Target, await, s, t, begins);
                break;
        }
    }

    /// <summary>While an operation with code is awaited, that one charges itself; only what nobody else charges is the awaiter's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChargeAwait(OperationStore store, RootTree tree, int node, int target, int await, long s, long t, bool begins)
    {
        long done = ChargeRules.DoneWithin(store, target, s, t);
        tree.ChargeAwait(node, await, ChargeState.Waiting, done - s, begins);
        if (done < t)
        {
            (ChargeState state, WaitLabel? label) = ChargeRules.AfterEnd(store, target);
            tree.ChargeTask(node, state, label, done, t, await, begins || done > s);
            tree.ChargeAwait(node, await, state, t - done, counts: false);
        }

        int decider = ChargeRules.Decider(store, target);
        if (decider == 0 || !store[decider].HasCode)
        {
            if (s < done)
                tree.ChargeTask(node, ChargeState.Waiting, ChargeRules.Wait(store, awaits.Table, ChargeRules.LeafName(store, target, decider), await), s, done, await, begins);
            return;
        }

        long begun = Math.Min(done, ChargeRules.Begun(store, target, s) != 0 ? s : ChargeRules.BeginsAfter(store, target, decider, s));
        if (s < begun)
            tree.ChargeTask(node, ChargeState.Waiting, ChargeRules.BeforeBegun(store, awaits.Table, target, await), s, begun, await, begins);
    }
}
