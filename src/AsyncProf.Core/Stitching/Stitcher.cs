using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Entries;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Stitching.Tpl;
using AsyncProf.Symbols;

namespace AsyncProf.Stitching;

/// <summary>
/// Turns the merged events of all threads into operations with timelines, parents and entries, and hands each finished root to be charged: keeps the
/// order of time and gives each event to the class that knows its kind. One thread calls it. It never throws on what the events say: what makes no
/// sense is counted.
/// </summary>
internal sealed class Stitcher
{
    /// <summary>The longest pause between two events that is believed: 52 days of nanoseconds.</summary>
    private const ulong MaximumJump = 1UL << 52;

    private readonly StitcherLimits _limits;
    private readonly StitchingClock _clock = new();
    private readonly TaskIds _ids;
    private readonly RunningOperations _running;
    private readonly GraceQueue _grace;
    private readonly Beginnings _beginnings;
    private readonly Segments _segments;
    private readonly Awaits _awaits;
    private readonly Blocking _blocking;
    private readonly Completions _completions;
    private readonly RootDecider _decider;
    private readonly OpenRoots _openRoots;
    private readonly EntryTracker _entries;
    private readonly MemoryLimits _memory;

    /// <summary>Creates a stitcher.</summary>
    /// <param name="names">The table that the events' name ids point into.</param>
    /// <param name="iterators">Tells async iterators from other async methods.</param>
    /// <param name="sink">Where finished roots go.</param>
    /// <param name="limits">What may be kept, and for how long.</param>
    public Stitcher(NameTable names, IIteratorLookup iterators, IChargeSink sink, StitcherLimits limits)
    {
        _limits = limits;
        Store = new OperationStore(names);
        WellKnownNames known = Store.WellKnown;
        var undecided = new UndecidedOperations(Store);
        _ids = new TaskIds(Store);
        _running = new RunningOperations(Store, Transitions, known);
        var graph = new AwaitGraph(Store, undecided, Counts, known);
        var life = new OperationLifecycle(Store, _ids, _running, graph, undecided, Transitions, limits, Counts, known);
        _grace = life.Grace;
        var pooled = new PooledMethods(Store, _running, graph, life, Counts, known);
        _completions = new Completions(Store, _ids, _running, graph, life, Transitions, Counts, known);
        _blocking = new Blocking(Store, _ids, _running, graph, life, Transitions, _clock, Counts);
        _awaits = new Awaits(Store, _ids, _running, graph, life, pooled, Transitions, Counts);
        _segments = new Segments(Store, _ids, _running, graph, life, pooled, Transitions, Counts, known);
        _beginnings = new Beginnings(new OperationClassifier(names, iterators), Store, _ids, graph, life, pooled, known);
        _decider = new RootDecider(Store, _ids, graph, life, undecided, _clock, sink);
        _openRoots = new OpenRoots(Store, _decider, sink);
        var views = new ScopeViews(Store, _running, Counts, sink);
        var chain = new EntryChain(Store, _running, _decider, Counts);
        _entries = new EntryTracker(Store, _running, chain, new EntrySlices(Store, _running, graph, _decider, undecided, chain, sink, Counts), views, Counts);
        _memory = new MemoryLimits(Store, _ids, graph, life, pooled, _decider, _openRoots, _entries, limits, Counts);
        _ids.BeforeForgetting = _blocking.CountOutsideBlocks;
    }

    public StitcherCounts Counts { get; } = new();

    public Transitions Transitions { get; } = new();

    /// <summary>Task ids that lead to something.</summary>
    public int Pending => _ids.Count;

    /// <summary>The newest moment seen.</summary>
    public long Now => _clock.Now;

    internal OperationStore Store { get; }

    /// <summary>The state of a thread, made at its first event.</summary>
    /// <param name="key">The thread's number, small and never reused.</param>
    /// <param name="ignored">Whether everything that begins on it is the profiler's own.</param>
    public ThreadWork Thread(int key, bool ignored = false) => _running.Thread(key, ignored);

    /// <summary>Forgets a thread that has ended.</summary>
    public void Retire(int key) => _running.Retire(key, _clock.Now);

    /// <summary>Takes the next event; events of all threads come in order of time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Events++;
        long now = _clock.Now;
        if ((ulong)(e.Timestamp - now) <= MaximumJump && now != long.MinValue)
        {
            _clock.Now = e.Timestamp;
            Take(thread, e);
        }
        else
        {
            AsyncEvent moved = e;
            moved.Timestamp = _clock.Now = Plausible(e.Timestamp);
            Take(thread, moved);
        }
    }

    /// <summary>All events up to a moment have been seen, and there may be no more for long: decides what has waited for its grace to pass.</summary>
    public void Advance(long time)
    {
        if (_grace.Count > 0 && _grace.OldestEnd + _limits.GraceTicks < time)
            _decider.ExpireGrace(time - _limits.GraceTicks);
    }

    /// <summary>Charges every root that is open, up to a moment, so that long ones are seen before they end and hold little.</summary>
    public void Snapshot(long time)
    {
        _clock.Now = Math.Max(_clock.Now, time);
        _blocking.CountOutsideBlocks();
        _decider.ExpireGrace(_clock.Now - _limits.GraceTicks);
        _memory.GiveUpOldEntries(_clock.Now);
        _openRoots.Charge(_clock.Now, withOpenEntries: false);
    }

    /// <summary>The recording ends: decides everything that has ended, and charges what has not up to now.</summary>
    public void Finish(long time)
    {
        _clock.Now = Math.Max(_clock.Now, time);
        _blocking.CountOutsideBlocks();
        _decider.ExpireGrace(long.MaxValue);
        _openRoots.ForgetIdleJoins();
        _openRoots.Charge(_clock.Now, withOpenEntries: true);
        _entries.CloseAll(_clock.Now);
    }

    /// <summary>
    /// A time that can follow what came before: a late event happens now, a first one whenever it says, and one from a far future, which only
    /// a damaged recording holds, happens now as well. So no interval is negative, whatever the events say.
    /// </summary>
    private long Plausible(long time)
    {
        if (_clock.Now == long.MinValue)
            return Math.Clamp(time, 0, long.MaxValue / 4);
        Counts.OutOfOrder++;
        return _clock.Now;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Blocked.Slot != 0)
            _blocking.EndBlock(thread, e);
        else if (thread.OutsideBlockSince != 0)
            _blocking.EndOutsideBlock(thread, e);
        Advance(e.Timestamp);
        if (_memory.IsOver)
            _memory.Relieve(e.Timestamp);
        if (e is { TaskId: 0, Kind: > AsyncEventKind.None and < AsyncEventKind.WorkEnd } || thread.Depth > ThreadWork.MaximumDepth)
        {
            TakeNonsense(thread, e);
            return;
        }

        int lastDelegate = Dispatch(thread, e);
        if (e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd or AsyncEventKind.OperationEnd or >= AsyncEventKind.EntryStart)
            thread.LastMark = e.Timestamp;
        thread.LastDelegate = lastDelegate == 0 ? default : Store.RefOf(lastDelegate);
        thread.LastKind = e.Kind;
        thread.LastTaskId = e.TaskId;
        thread.LastOtherId = e.OtherId;
        if (Store.Entries.Overfull.Count > 0)
            _entries.GiveUpOverfull(e.Timestamp);
    }

    /// <summary>Gives an event to the class that knows its kind. Returns the delegate it is about, for an Unwrap that may follow directly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Dispatch(ThreadWork thread, in AsyncEvent e)
    {
        switch (e.Kind)
        {
            case AsyncEventKind.WorkBegin:
                _segments.OnWorkBegin(thread, e.TaskId, (TaskWork)e.Detail, e.Timestamp);
                return 0;
            case AsyncEventKind.WorkEnd:
                _segments.OnWorkEnd(thread, (TaskWork)e.Detail, e.Timestamp);
                return 0;
            case AsyncEventKind.WaitBegin:
                if (e.Detail == (byte)WaitBehavior.Synchronous)
                    _blocking.OnBlock(thread, e.TaskId, e.Timestamp);
                else
                    _awaits.OnAwait(thread, e.TaskId, e.OtherId, e.Timestamp);
                return 0;
            case AsyncEventKind.OperationBegin:
                return _beginnings.OnBegin(thread, e);
            case AsyncEventKind.OperationEnd:
                _completions.OnEnd(thread, e.TaskId, (OperationStatus)e.Detail, e.Timestamp);
                return 0;
            case AsyncEventKind.ContinuationScheduled:
                _awaits.OnContinuation(thread, e);
                return Store.Find(thread.LastDelegate);
            case AsyncEventKind.TaskScheduled:
                return _beginnings.OnScheduled(thread, e);
            case AsyncEventKind.Relation:
                _completions.OnRelation(thread, e.TaskId, (TaskRelation)e.Detail);
                return 0;
            default:
                OnMark(thread, e);
                return 0;
        }
    }

    /// <summary>Task ids are never 0, so an event with one is ignored; no stack is a million deep, so one that is begins anew.</summary>
    private void TakeNonsense(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Unmatched++;
        if (thread.Depth <= ThreadWork.MaximumDepth)
            return;
        Counts.Gaps++;
        _running.Interrupt(thread, e.Timestamp);
    }

    private void OnMark(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Marks++;
        if (e.Kind == AsyncEventKind.Gap)
        {
            Counts.Gaps++;
            _running.Interrupt(thread, e.Timestamp);
        }
        else if (!_entries.OnMark(thread, e))
        {
            Counts.Unmatched++;
        }
    }
}
