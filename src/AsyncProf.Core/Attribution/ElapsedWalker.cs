using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Attribution;

/// <summary>
/// The elapsed axis: splits a root's time among the logical stacks below it, every tick exactly once.
/// Iterative, with one frame per operation on the path, because chains of 30,000 occur.
/// </summary>
internal sealed class ElapsedWalker(MethodTable methods, CallerInference names, AwaitReader awaits)
{
    private readonly Dictionary<(int Parent, int Slot), int> _shared = [];
    private WalkFrame[] _frames = new WalkFrame[64];
    private int _depth;
    private OperationStore _store = null!;
    private RootTree _tree = null!;
    private int _visit;
    private int _ownEntry;
    private bool _leaveLive;
    private bool _leaveOpenEntries;
    private bool _ignoreOpenEntries;
    private bool _isUnfinished;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Walk(OperationStore store, RootTree tree, in Charge charge, int visit)
    {
        _store = store;
        _tree = tree;
        _visit = visit;
        _ownEntry = charge.IsSlice ? charge.Entry : 0;
        _leaveLive = charge.Kind != RootKind.Open;
        _leaveOpenEntries = charge.LeavesOpenEntries;
        _ignoreOpenEntries = charge.WithOpenEntries || charge.IsStretch;
        _isUnfinished = charge.IsUnfinished;
        _shared.Clear();
        _depth = 0;
        tree[0].Cursor = charge.FirstInterval;
        tree[0].CursorSlot = charge.Slot;
        Push(charge.Slot, 0, 0, tree.From, charge.To);
        while (_depth > 0)
            Step();
    }

    /// <summary>Charges the piece at the top frame's moment and moves on, or descends, or returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step()
    {
        ref WalkFrame frame = ref _frames[_depth - 1];
        ref Operation op = ref _store[frame.Slot];
        if (frame.At >= frame.To)
        {
            op.Flags &= ~OperationFlags.OnPath;
            _depth--;
            return;
        }

        Advance(ref frame);
        Interval interval = frame.Interval == 0 ? default : _store.Intervals[frame.Interval];
        long s = frame.At;
        long t = frame.To;
        if (frame.Interval == 0 || interval.From > s)
        {
            // Before anything is known of it: its awaiter waits.
            if (frame.Interval != 0)
                t = Math.Min(t, interval.From);
            if (_depth == 1 && _isUnfinished && s < op.Start)
                Charge(ref frame, frame.Node, ChargeState.Running, null, Math.Min(t, op.Start));
            else
                Charge(ref frame, frame.Awaiter, ChargeState.Waiting, WaitLabel.Unknown, t);
            return;
        }

        if (!op.IsLive && s >= op.End)
        {
            (ChargeState state, WaitLabel? label) = ChargeRules.AfterEnd(_store, frame.Slot);
            Charge(ref frame, frame.Awaiter, state, label, t);
            return;
        }

        if (interval.Next != 0)
            t = Math.Min(t, _store.Intervals[interval.Next].From);
        else if (!op.IsLive)
            t = Math.Min(t, op.End);
        if (op.OpenEntry != 0 && !_ignoreOpenEntries && _store.Entries.OpenSince(op, _depth == 1 ? _ownEntry : 0) is var start && t > start)
        {
            if (s >= start)
            {
                Charge(ref frame, frame.Node, ChargeState.Waiting, WaitLabel.Request, t);
                return;
            }

            t = start;
        }

        Take(ref frame, interval, s, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ref WalkFrame frame, in Interval interval, long s, long t)
    {
        ref Operation op = ref _store[frame.Slot];
        if (ChargeRules.Plain(_store, methods, awaits.Table, interval, NeedsAwait(interval) ? awaits.Of(_store, op, interval) : AwaitTable.Unknown) is { } plain)
        {
            Charge(ref frame, frame.Node, plain.State, plain.Label, t);
            return;
        }

        switch (interval.Kind)
        {
            case IntervalKind.Idle:
                if (_depth == 1)
                {
                    _tree.Idle += t - s;
                    frame.At = t;
                }
                else
                {
                    Charge(ref frame, frame.Awaiter, ChargeState.Waiting, WaitLabel.Unknown, t);
                }

                break;
            case IntervalKind.Blocked:
                TakeBlocked(ref frame, interval.Target, s, t);
                break;
            default:
                TakeAwait(ref frame, interval, s, t);
                break;
        }
    }

    /// <summary>Whether what an interval is charged as depends on the await that it belongs to.</summary>
    private static bool NeedsAwait(in Interval interval) => interval.Kind is IntervalKind.Waiting or IntervalKind.WaitingFor or IntervalKind.WokenBy;

    private void TakeBlocked(ref WalkFrame frame, int target, long s, long t)
    {
        long done = ChargeRules.DoneWithin(_store, target, s, t);
        if (done == s)
            Charge(ref frame, frame.Node, ChargeState.Running, null, t);
        else
            Charge(ref frame, frame.Node, ChargeState.Blocked, ChargeRules.BlockedOn(_store, methods, target), done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeAwait(ref WalkFrame frame, in Interval interval, long s, long t)
    {
        int target = interval.Target;
        long done = ChargeRules.DoneWithin(_store, target, s, t);
        if (done == s)
        {
            (ChargeState state, WaitLabel? label) = ChargeRules.AfterEnd(_store, target);
            Charge(ref frame, frame.Node, state, label, t);
            return;
        }

        t = done;
        int decider = ChargeRules.Decider(_store, target);
        if (decider == 0 || !_store[decider].HasCode)
        {
            Charge(ref frame, frame.Node, ChargeState.Waiting, ChargeRules.Wait(_store, awaits.Table, ChargeRules.LeafName(_store, target, decider), awaits.Of(_store, _store[frame.Slot], interval)), t);
            return;
        }

        ref Operation awaited = ref _store[decider];
        if (awaited.Has(OperationFlags.OnPath))
        {
            Charge(ref frame, frame.Node, ChargeState.Waiting, WaitLabel.Cycle, t);
            return;
        }

        if (_leaveOpenEntries && _store.Entries.IsInOpen(awaited))
        {
            Charge(ref frame, frame.Node, ChargeState.Waiting, WaitLabel.Request, t);
            return;
        }

        if (s < awaited.Start && ChargeRules.Begun(_store, target, s) is var earlier and not 0 && !_store[earlier].Has(OperationFlags.OnPath))
        {
            decider = earlier; // the last worker of a loop began later than others
            t = Math.Min(t, Math.Min(awaited.Start, _store[earlier].IsLive ? t : _store[earlier].End));
            awaited = ref _store[decider];
        }

        if (s < awaited.Start)
        {
            WaitLabel label = ChargeRules.BeforeBegun(_store, awaits.Table, target, awaits.Of(_store, _store[frame.Slot], interval));
            Charge(ref frame, frame.Node, ChargeState.Waiting, label, Math.Min(t, ChargeRules.BeginsAfter(_store, target, decider, s)));
            return;
        }

        frame.At = t;
        int awaiter = frame.Node;
        Push(decider, NodeOf(decider, awaiter), awaiter, s, t);
    }

    /// <summary>The node of an operation below a given one: its own if that is its logical parent, else one for this awaiter alone.</summary>
    private int NodeOf(int slot, int parent)
    {
        ref Operation op = ref _store[slot];
        if (op.Visit == _visit && (op.Node == parent || _tree[op.Node].Parent == parent))
            return op.Node;
        if (_shared.TryGetValue((parent, slot), out int node))
            return node;
        bool outlives = op.IsLive && _leaveLive;
        node = _tree.AddNode(new TreeNode
        {
            Parent = parent,
            Method = names.Resolve(_tree.CallerOf(parent), op.Name),
            Start = op.Start,
            End = op.IsLive ? _tree.To : op.End,
            Status = op.Status,
            Awaiters = op.Awaiters,
            Flags = NodeFlags.Shared | (outlives ? NodeFlags.Cut : NodeFlags.None),
        });
        _shared.Add((parent, slot), node);
        return node;
    }

    private void Push(int slot, int node, int awaiter, long from, long to)
    {
        if (_depth == _frames.Length)
            Array.Resize(ref _frames, _depth * 2);
        _store[slot].Flags |= OperationFlags.OnPath;
        _frames[_depth++] = new WalkFrame { Slot = slot, Node = node, Awaiter = awaiter, Interval = Seek(slot, node, from), At = from, To = to };
    }

    /// <summary>Where to begin in a timeline: windows of one node mostly follow each other, so from where the last one ended.</summary>
    private int Seek(int slot, int node, long from)
    {
        int cursor = _tree[node].Cursor;
        if (cursor != 0 && _tree[node].CursorSlot == slot && _store.Intervals[cursor].From <= from)
            return cursor;
        return _store[slot].First;
    }

    private void Advance(ref WalkFrame frame)
    {
        frame.Interval = _store.Seek(frame.Slot, frame.Interval, frame.At);
        _tree[frame.Node].Cursor = frame.Interval;
        _tree[frame.Node].CursorSlot = frame.Slot;
    }

    private void Charge(ref WalkFrame frame, int node, ChargeState state, WaitLabel? label, long to)
    {
        _tree.ChargeElapsed(node, state, label, to - frame.At);
        if (_tree.Pauses is { } pauses)
            _tree[node].Paused.Add(state, pauses.Within(frame.At, to));
        _tree.Intervals?.Add(node, state, label, frame.At, to);
        frame.At = to;
    }
}
