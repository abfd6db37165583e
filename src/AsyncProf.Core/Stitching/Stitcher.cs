using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Stitching;

/// <summary>
/// Turns the merged events of all threads into operations with timelines, parents and entries, and hands each finished root to be charged.
/// One thread calls it. It never throws on what the events say: what makes no sense is counted.
/// </summary>
internal sealed partial class Stitcher
{
    /// <summary>The longest pause between two events that is believed: 52 days of nanoseconds.</summary>
    private const ulong MaximumJump = 1UL << 52;

    private readonly OperationStore _store;
    private readonly IdMap _map = new();
    private readonly Transitions _transitions = new();
    private readonly GraceQueue _grace = new();
    private readonly OperationClassifier _shapes;
    private readonly IChargeSink _sink;
    private readonly WellKnownNames _leaves;
    private readonly long _graceTicks;
    private readonly List<ThreadWork?> _threads = [];

    /// <summary>Operations whose task id means a newer one for now, by that one's slot.</summary>
    private readonly Dictionary<int, (int Slot, int Serial)> _shelved = [];

    /// <summary>The unnamed operations, by the slot of what each awaits.</summary>
    private readonly Dictionary<int, (int Slot, int Serial)> _unnamed = [];
    private long _now = long.MinValue;
    private long _nextRelief;
    private int _ends;
    private bool _shelving;

    /// <summary>Creates a stitcher.</summary>
    /// <param name="names">The table that the events' name ids point into.</param>
    /// <param name="iterators">Tells async iterators from other async methods.</param>
    /// <param name="sink">Where finished roots go.</param>
    /// <param name="graceTicks">How long an ended operation can still be found by its task id.</param>
    public Stitcher(NameTable names, IIteratorLookup iterators, IChargeSink sink, long graceTicks)
    {
        _store = new OperationStore(names) { Unmap = UnmapSlot };
        _shapes = new OperationClassifier(names, iterators);
        _sink = sink;
        _leaves = _store.Leaves;
        _graceTicks = graceTicks;
    }

    public StitcherCounts Counts { get; } = new();

    /// <summary>How many intervals may be kept, 24 bytes each. Beyond it open roots are charged, and then the oldest entries given up.</summary>
    public int MaximumIntervals { get; init; } = 4_000_000;

    /// <summary>How many operations, leaves and joins may be kept. Beyond it also the oldest operations that have not ended are given up.</summary>
    public int MaximumOperations { get; init; } = 2_000_000;

    /// <summary>How many operations may begin in one entry before that is given up.</summary>
    public int MaximumPerEntry { get; init; } = 1_000_000;

    /// <summary>How long an entry may stay open before its operations are charged like other open roots, in ticks.</summary>
    public long MaximumEntryTicks { get; init; } = long.MaxValue;

    public Transitions Transitions => _transitions;

    /// <summary>Task ids that lead to something.</summary>
    public int Pending => _map.Count;

    /// <summary>The newest moment seen.</summary>
    public long Now => _now;

    internal OperationStore Store => _store;

    /// <summary>The state of a thread, made at its first event.</summary>
    /// <param name="key">The thread's number, small and never reused.</param>
    /// <param name="ignored">Whether everything that begins on it is the profiler's own.</param>
    public ThreadWork Thread(int key, bool ignored = false)
    {
        while (_threads.Count <= key)
            _threads.Add(null);
        return _threads[key] ??= new ThreadWork(key) { Ignored = ignored };
    }

    /// <summary>Forgets a thread that has ended.</summary>
    public void Retire(int key)
    {
        if (key >= _threads.Count || _threads[key] is not { } thread)
            return;
        Interrupt(thread, _now);
        _threads[key] = null;
    }

    /// <summary>Takes the next event; events of all threads come in order of time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Events++;
        if ((ulong)(e.Timestamp - _now) <= MaximumJump && _now != long.MinValue)
        {
            _now = e.Timestamp;
            Take(thread, e);
        }
        else
        {
            AsyncEvent moved = e;
            moved.Timestamp = _now = Plausible(e.Timestamp);
            Take(thread, moved);
        }
    }

    /// <summary>
    /// A time that can follow what came before: a late event happens now, a first one whenever it says, and one from a far future, which only
    /// a damaged recording holds, happens now as well. So no interval is negative, whatever the events say.
    /// </summary>
    private long Plausible(long time)
    {
        if (_now == long.MinValue)
            return Math.Clamp(time, 0, long.MaxValue / 4);
        Counts.OutOfOrder++;
        return _now;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Blocked != 0)
            EndBlock(thread, e);
        else if (thread.PrefixBlockedSince != 0)
            EndPrefixBlock(thread, e);
        if (_grace.Count > 0 && _grace.OldestEnd + _graceTicks < _now)
            ExpireGrace(_now - _graceTicks);
        if ((_store.Operations.Count > MaximumOperations || _store.Intervals.Count > MaximumIntervals) && Counts.Events >= _nextRelief)
            Relieve(_now);
        if (e is { TaskId: 0, Kind: > AsyncEventKind.None and < AsyncEventKind.WorkEnd } || thread.Depth > ThreadWork.MaximumDepth)
        {
            TakeNonsense(thread, e);
            return;
        }

        int lastDelegate = 0;
        switch (e.Kind)
        {
            case AsyncEventKind.WorkBegin:
                if (e.Detail == (byte)TaskWork.Execution)
                    OnSegmentBegin(thread, e.TaskId, e.Timestamp);
                else if (e.Detail == (byte)TaskWork.CompletionNotification)
                    OnBracketBegin(thread, e.TaskId, e.Timestamp);
                else
                    thread.Push(WorkKind.Progress, e.TaskId, 0, 0);
                break;
            case AsyncEventKind.WorkEnd:
                OnWorkEnd(thread, (TaskWork)e.Detail, e.Timestamp);
                break;
            case AsyncEventKind.WaitBegin:
                if (e.Detail == (byte)WaitBehavior.Synchronous)
                    OnBlock(thread, e.TaskId, e.Timestamp);
                else
                    OnAwait(thread, e.TaskId, e.OtherId, e.Timestamp);
                break;
            case AsyncEventKind.OperationBegin:
                lastDelegate = OnBegin(thread, e);
                break;
            case AsyncEventKind.OperationEnd:
                OnEnd(thread, e.TaskId, (OperationStatus)e.Detail, e.Timestamp);
                break;
            case AsyncEventKind.ContinuationScheduled:
                OnContinuation(thread, e);
                lastDelegate = _store.IsSame(thread.LastDelegate, thread.LastDelegateSerial) ? thread.LastDelegate : 0;
                break;
            case AsyncEventKind.TaskScheduled:
                lastDelegate = OnScheduled(thread, e);
                break;
            case AsyncEventKind.Relation:
                OnRelation(thread, e.TaskId, (TaskRelation)e.Detail);
                break;
            default:
                OnMark(thread, e);
                break;
        }

        if (e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd or AsyncEventKind.OperationEnd or >= AsyncEventKind.EntryStart)
            thread.LastMark = e.Timestamp;
        thread.LastDelegate = lastDelegate;
        thread.LastDelegateSerial = lastDelegate == 0 ? 0 : _store[lastDelegate].Serial;
        thread.LastKind = e.Kind;
        thread.LastTaskId = e.TaskId;
        thread.LastOtherId = e.OtherId;
    }

    /// <summary>Task ids are never 0, and no stack is a million deep: the one is ignored, the other begun anew.</summary>
    private void TakeNonsense(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Unmatched++;
        if (thread.Depth <= ThreadWork.MaximumDepth)
            return;
        Counts.Gaps++;
        Interrupt(thread, e.Timestamp);
    }

    /// <summary>All events up to a moment have been seen, and there may be no more for long: decides what has waited for its grace to pass.</summary>
    public void Advance(long time)
    {
        if (_grace.Count > 0 && _grace.OldestEnd + _graceTicks < time)
            ExpireGrace(time - _graceTicks);
    }

    /// <summary>Charges every root that is open, up to a moment, so that long ones are seen before they end and hold little.</summary>
    public void Snapshot(long time)
    {
        if (time > _now)
            _now = time;
        SettlePrefixBlocks();
        ExpireGrace(_now - _graceTicks);
        GiveUpEntries(_now, before: MaximumEntryTicks == long.MaxValue ? long.MinValue : _now - MaximumEntryTicks);
        ChargeOpenRoots(_now, withOpenEntries: false);
    }

    /// <summary>The recording ends: decides everything that has ended, and charges what has not up to now.</summary>
    public void Finish(long time)
    {
        if (time > _now)
            _now = time;
        SettlePrefixBlocks();
        ExpireGrace(long.MaxValue);
        ForgetIdleJoins();
        ChargeOpenRoots(_now, withOpenEntries: true);
        while (_store.OldestOpenEntry is var entry and not 0)
            CloseEntry(entry, _now);
        foreach (int view in _views.ToArray())
            DropView(view);
        _entries.Clear();
    }

    private void OnMark(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Marks++;
        switch (e.Kind)
        {
            case AsyncEventKind.EntryStart:
                OnEntryStart(thread, e);
                break;
            case AsyncEventKind.EntryDetail:
                OnEntryDetail(thread, e);
                break;
            case AsyncEventKind.EntryStop:
                OnEntryStop(thread, e);
                break;
            case AsyncEventKind.RequestStart:
                OnRequestStart(thread, e);
                break;
            case AsyncEventKind.RequestStop:
                OnRequestStop(thread, e);
                break;
            case AsyncEventKind.Gap:
                Counts.Gaps++;
                Interrupt(thread, e.Timestamp);
                break;
            default:
                Counts.Unmatched++;
                break;
        }
    }

    /// <summary>Nothing on a thread's stack can be trusted any more: its live operations are suspended on the unknown.</summary>
    private void Interrupt(ThreadWork thread, long time)
    {
        for (int i = thread.TopSegment; i >= 0; i = thread[i].SegmentBelow)
        {
            if (!thread[i].Live || !_store.IsSame(thread[i].Slot, thread[i].Serial) || !_store[thread[i].Slot].IsLive)
                continue;
            _store.Append(thread[i].Slot, IntervalKind.Waiting, _leaves.Unknown, time);
            _store[thread[i].Slot].State = OperationState.Suspended;
        }

        thread.Clear();
    }

    private void UnmapSlot(int slot)
    {
        ref Operation op = ref _store[slot];
        if (!op.Has(OperationFlags.Mapped))
            return;
        if (op.Has(OperationFlags.BlockedOutside))
            SettlePrefixBlocks(); // while it can be found
        op.Flags &= ~OperationFlags.Mapped;
        _map.Remove(op.TaskId, slot);
        if (_shelved.Count > 0 && !_shelving)
            Unshelve(slot, op.TaskId);
    }
}
