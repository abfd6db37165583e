using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Dispatchers;
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

    private readonly long _graceTicks;
    private readonly int _maximumOperations;
    private readonly int _maximumIntervals;
    private readonly OperationStore _store;
    private readonly Stack<int> _overfull;
    private readonly TaskIds _ids;
    private readonly RunningOperations _running;
    private readonly GraceQueue _grace;
    private readonly Beginnings _beginnings;
    private readonly Segments _segments;
    private readonly Awaits _awaits;
    private readonly Blocking _blocking;
    private readonly HandleWaits _waits;
    private readonly Sightings _sightings;
    private readonly Completions _completions;
    private readonly Handovers _handovers;
    private readonly ToldEdges _told;
    private readonly Dispatches _dispatches;
    private readonly OpaqueAwaits _opaque;
    private readonly RootDecider _decider;
    private readonly OpenRoots _openRoots;
    private readonly EntryTracker _entries;
    private readonly OpenEntryLooks _looks;
    private readonly ThreadUses _uses;
    private readonly MemoryLimits _memory;
    private readonly Recycler _recycler;
    private long _now = long.MinValue;

    /// <summary>What is taken was said by a dispatcher, in the TPL's words.</summary>
    private bool _isSaid;

    /// <summary>Creates a stitcher.</summary>
    /// <param name="names">The table that the events' name ids point into.</param>
    /// <param name="iterators">Tells async iterators from other async methods.</param>
    /// <param name="sink">Where finished roots go.</param>
    /// <param name="limits">What may be kept, and for how long.</param>
    /// <param name="places">Tells the methods of places.</param>
    /// <param name="previous">The stitcher of what was captured before a pause: its counts go on, and of its operations nothing is known any more. Null for none.</param>
    public Stitcher(NameTable names, IIteratorLookup iterators, IChargeSink sink, StitcherLimits limits, IPlaceNames? places = null, Stitcher? previous = null)
    {
        if (previous is not null)
            (Counts, Transitions, _now) = (previous.Counts, previous.Transitions, previous._now);
        (_graceTicks, _maximumOperations, _maximumIntervals) = (limits.GraceTicks, limits.MaximumOperations, limits.MaximumIntervals);
        _store = new OperationStore(names);
        _store.Uses.Counts = Counts;
        _overfull = _store.Entries.Overfull;
        WellKnownNames known = _store.WellKnown;
        var undecided = new UndecidedOperations(_store);
        _ids = new TaskIds(_store);
        _running = new RunningOperations(_store, Transitions, known);
        var graph = new AwaitGraph(_store, undecided, Counts, known);
        var life = new OperationLifecycle(_store, _ids, _running, graph, undecided, Transitions, limits, Counts, known);
        _grace = life.Grace;
        var blocks = new DataflowBlocks(_store, graph, life, limits.Rules, Counts);
        var waits = new GivenUpWaits(_store, graph, limits.Rules, Counts);
        var tasks = new WhenEachTasks(_store, graph, limits.Rules, limits, Counts);
        _dispatches = new Dispatches(_ids, _store, Counts);
        _told = new ToldEdges(_store, _ids, graph, life, Counts);
        var pooled = new PooledMethods(_store, _running, graph, life, Counts, limits.Rules, known, places ??= new NoPlaceNames());
        var classifier = new OperationClassifier(names, iterators);
        var loops = new ParallelLoops(_store, graph, life, limits.Rules, Counts);
        _handovers = new Handovers(_store, _ids, loops, Counts);
        _completions = new Completions(_store, _ids, _running, graph, life, loops, blocks, Transitions, limits.Rules, Counts, known);
        _blocking = new Blocking(_store, _ids, _running, graph, life, Transitions, Counts);
        _sightings = new Sightings(_store, _running, _blocking);
        _waits = new HandleWaits(_store, _running, _blocking, _graceTicks, Counts);
        var completers = new Completers(_store, graph, loops, blocks, limits.Rules, known);
        _opaque = new OpaqueAwaits(_store, _ids, _running, graph, life, pooled, completers, Transitions, Counts, known);
        _awaits = new Awaits(_store, _ids, _running, graph, life, pooled, _opaque, waits, _told, new LateNames(classifier, places), Transitions, Counts);
        _segments = new Segments(_store, _ids, _running, graph, life, pooled, _opaque, completers, waits, tasks, limits.Rules, Transitions, Counts, known);
        _beginnings = new Beginnings(classifier, _store, _ids, graph, life, pooled, loops, tasks, blocks, limits.Rules, known);
        _decider = new RootDecider(_store, _ids, graph, life, undecided, loops, blocks, sink);
        _openRoots = new OpenRoots(_store, _decider, sink);
        _looks = new OpenEntryLooks(_store, _openRoots, sink);
        var views = new ScopeViews(_store, _running, Counts, sink);
        var chain = new EntryChain(_store, _running, _decider, Counts);
        _entries = new EntryTracker(_store, _running, chain, new EntrySlices(_store, _running, graph, _decider, undecided, chain, sink, Counts), views, Counts);
        _memory = new MemoryLimits(_store, _ids, graph, life, pooled, _decider, _openRoots, _entries, limits, Counts);
        _uses = new ThreadUses(_store, _running, sink.OnLate, Counts);
        _recycler = new Recycler(_store, _ids, _running, tasks, limits, Counts);
        _ids.BeforeForgetting = () => _blocking.CountOutsideBlocks(_now);
    }

    public StitcherCounts Counts { get; } = new();

    public Transitions Transitions { get; } = new();

    /// <summary>Task ids that lead to something.</summary>
    public int Pending => _ids.Count;

    /// <summary>The newest moment seen.</summary>
    public long Now => _now;

    internal OperationStore Store => _store;

    /// <summary>When the app's requests and scopes that are open started.</summary>
    public IEnumerable<long> OpenSince() => _store.Entries.OpenOfApp();

    /// <summary>The state of a thread, made at its first event.</summary>
    /// <param name="key">The thread's number, small and never reused.</param>
    /// <param name="ignored">Whether everything that begins on it is the profiler's own.</param>
    public ThreadWork Thread(int key, bool ignored = false) => _running.Thread(key, ignored);

    /// <summary>Forgets a thread that has ended.</summary>
    public void Retire(int key)
    {
        _dispatches.Forget(key);
        _running.Retire(key, _now);
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
    /// A thread was seen at a moment, after its events of before and before those of later. No event: it tells nothing that the rules go by.
    /// </summary>
    /// <param name="thread">The thread.</param>
    /// <param name="time">When, in ticks.</param>
    /// <param name="since">When it was last looked at, in ticks: the sample stands for the time since then.</param>
    /// <param name="stack">The number of its stack.</param>
    /// <returns>Whether it executed an operation, whose sample it is then. One that blocks on a task or a handle is not executed: it is known what it waits for.</returns>
    public bool Sample(ThreadWork thread, long time, long since, int stack) => _sightings.Sample(thread, time, since, stack);

    /// <summary>The same of a sample of what a thread allocated.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="time">When, in ticks.</param>
    /// <param name="bytes">For how many bytes it stands.</param>
    /// <param name="site">The number of what was allocated where.</param>
    /// <returns>Whether it executed an operation.</returns>
    public bool Allocation(ThreadWork thread, long time, long bytes, int site) => _sightings.Allocation(thread, time, bytes, site);

    /// <summary>A thread begins or ends a wait on a handle, after its events of before and before those of later.</summary>
    /// <param name="thread">The thread; null for one of which no event has come.</param>
    /// <param name="time">When, in ticks.</param>
    /// <param name="on">The object that it waits on, as far as is told; 0 otherwise.</param>
    /// <param name="begins">Whether it begins.</param>
    public void Wait(ThreadWork? thread, long time, long on, bool begins)
    {
        if (thread is null || (ulong)(Math.Max(time, _now) - _now) > MaximumJump)
        {
            Counts.OutsideHandleWaits += begins ? 1 : 0;
            return;
        }

        _waits.On(thread, on, Math.Max(time, _now), begins);
    }

    /// <summary>Waits of a thread that begin from now on are told.</summary>
    public void BeginWaits(ThreadWork thread) => _waits.Begin(thread, _now);

    /// <summary>Waits of a thread are told no more: it is taken to go on from here, also when it waits.</summary>
    public void EndWaits(ThreadWork thread) => _waits.Forget(thread, _now);

    /// <summary>All events up to a moment have been seen, and there may be no more for long: decides what has waited for its grace to pass.</summary>
    public void Advance(long time)
    {
        if (_grace.Count > 0 && _grace.OldestEnd + _graceTicks < time)
            _decider.ExpireGrace(time - _graceTicks, _now);
        _recycler.Run(time);
    }

    /// <summary>Charges every root that is open, up to a moment, so that long ones are seen before they end and hold little.</summary>
    public void Snapshot(long time)
    {
        _now = Math.Max(_now, time);
        _blocking.CountOutsideBlocks(_now);
        _decider.ExpireGrace(_now - _graceTicks, _now);
        _memory.GiveUpOldEntries(_now);
        _openRoots.Charge(_now, withOpenEntries: false);
        _store.Intervals.Tidy();
    }

    /// <summary>Hands on what goes on in requests that have not stopped, for a window that began at a moment, in ticks.</summary>
    public void LookAtOpenEntries(int window, long since) => _looks.Look(_now, window, since);

    /// <summary>The recording ends: decides everything that has ended, and charges what has not up to now.</summary>
    /// <param name="time">When, in ticks.</param>
    /// <param name="doubtfulSince">What shows no sign of life after this moment is charged up to there only.</param>
    public void Finish(long time, long doubtfulSince = long.MaxValue)
    {
        _now = Math.Max(_now, time);
        _blocking.CountOutsideBlocks(_now);
        _decider.ExpireGrace(long.MaxValue, _now);
        _openRoots.ForgetIdleJoins();
        _openRoots.Charge(_now, withOpenEntries: true, doubtfulSince);
        _entries.CloseAll(_now);
        _recycler.Run(_now);
        _store.Uses.ForgetAll();
        _ids.ForgetOutlived(long.MaxValue);
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
        if (ThreadUses.IsIn(e))
        {
            _uses.Take(thread, e);
            if (e.Kind is AsyncEventKind.Allocated or AsyncEventKind.Cpu)
                return; // it belongs to the event that follows
        }

        if (thread.HasUser && !_isSaid)
            ThreadUses.AfterReading(thread, e);

        if (Counts.Dispatches > 0 && !_isSaid && _dispatches.IsEcho(thread, e))
            return;
        if (thread.WaitDepth != 0)
            _waits.Interrupt(thread, e.Timestamp);
        if (thread.Blocked.Slot != 0)
            _blocking.EndBlock(thread, e);
        else if (thread.OutsideBlockSince != 0)
            _blocking.EndOutsideBlock(thread, e);
        if (_grace.Count > 0 && _grace.OldestEnd + _graceTicks < e.Timestamp)
            _decider.ExpireGrace(e.Timestamp - _graceTicks, e.Timestamp);
        if (_recycler.IsDue)
            _recycler.Run(e.Timestamp);
        if ((_store.Operations.Count > _maximumOperations || _store.Intervals.Count > _maximumIntervals || _store.Uses.Count > _maximumIntervals) && _memory.IsDue)
            _memory.Relieve(e.Timestamp);
        if (e is { TaskId: 0, Kind: > AsyncEventKind.None and < AsyncEventKind.WorkEnd } || thread.Depth > ThreadWork.MaximumDepth)
        {
            TakeNonsense(thread, e);
            return;
        }

        if (e.Kind >= AsyncEventKind.Edge && e.Kind != AsyncEventKind.OpaqueAwait)
        {
            TakeAside(thread, e);
            return; // it stands between two events of the thread that belong together
        }

        if (thread.HasReturned)
            _handovers.Decide(thread, e);
        int lastDelegate = 0; // an Unwrap may follow directly
        switch (e.Kind)
        {
            case AsyncEventKind.WorkBegin:
                if (e.Detail == (byte)TaskWork.Execution)
                    _segments.OnSegmentBegin(thread, e.TaskId, e.Timestamp);
                else if (e.Detail == (byte)TaskWork.CompletionNotification)
                    _segments.OnBracketBegin(thread, e.TaskId, e.Timestamp);
                else
                    thread.Push(WorkKind.Progress, e.TaskId, default);
                break;
            case AsyncEventKind.WorkEnd:
                _segments.OnWorkEnd(thread, (TaskWork)e.Detail, e.Timestamp);
                break;
            case AsyncEventKind.WaitBegin:
                if (e.Detail == (byte)WaitBehavior.Synchronous)
                    _blocking.OnBlock(thread, e.TaskId, e.Timestamp);
                else
                    _awaits.OnAwait(thread, e.TaskId, _isSaid ? e.OtherId : _dispatches.AwaiterOf(e.OtherId), e.Extra, e.Timestamp);
                break;
            case AsyncEventKind.OperationBegin:
                lastDelegate = _beginnings.OnBegin(thread, e);
                break;
            case AsyncEventKind.OperationEnd:
                _completions.OnEnd(thread, e.TaskId, (OperationStatus)e.Detail, e.Timestamp);
                break;
            case AsyncEventKind.ContinuationScheduled:
                _awaits.OnContinuation(thread, e);
                lastDelegate = _store.Find(thread.LastDelegate);
                break;
            case AsyncEventKind.TaskScheduled:
                lastDelegate = _beginnings.OnScheduled(thread, e);
                break;
            case AsyncEventKind.Relation:
                _completions.OnRelation(thread, e.TaskId, (TaskRelation)e.Detail);
                break;
            case AsyncEventKind.OpaqueAwait:
                if (!_opaque.OnAwait(thread, e))
                    _segments.OnMove(thread, e.TaskId, e.Timestamp);
                break;
            default:
                OnMark(thread, e);
                break;
        }

        if (e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd or AsyncEventKind.OperationEnd or >= AsyncEventKind.EntryStart)
            thread.LastMark = e.Timestamp;
        else if (_overfull.Count > 0)
            _entries.GiveUpOverfull(e.Timestamp);
        thread.LastDelegate = lastDelegate == 0 ? default : _store.RefOf(lastDelegate);
        thread.LastKind = e.Kind;
        thread.LastTaskId = e.TaskId;
        thread.LastOtherId = e.OtherId;
        thread.LastDetail = e.Detail;
    }

    /// <summary>What the process says beside the TPL's events.</summary>
    private void TakeAside(ThreadWork thread, in AsyncEvent e)
    {
        if (e.Kind >= AsyncEventKind.DispatchReset)
        {
            Counts.Dispatches++;
            _uses.BeforeDispatch(thread);
            _isSaid = true;
            foreach (ref readonly AsyncEvent said in _dispatches.Tell(thread, e))
                Take(thread, said);
            _isSaid = false;
            return;
        }

        Counts.Marks++;
        switch (e.Kind)
        {
            case AsyncEventKind.Edge:
                _told.Take(thread, e);
                break;
            case AsyncEventKind.Thrown:
                thread.Thrown = e.Detail != 0 || thread.Thrown is 0 || thread.Thrown == e.Extra ? e.Extra : ThreadWork.SeveralThrown;
                break;
            case AsyncEventKind.ChildStop:
                _store.ChildSpans.Add(_running.TopOperation(thread), e.Payload, e.Extra);
                break;
            default:
                Counts.Unmatched++;
                break;
        }
    }

    /// <summary>Task ids are never 0, so an event with one is ignored; no stack is a million deep, so one that is begins anew.</summary>
    private void TakeNonsense(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Unmatched++;
        if (thread.Depth <= ThreadWork.MaximumDepth)
            return;
        Counts.Gaps++;
        Interrupt(thread, e.Timestamp);
    }

    private void Interrupt(ThreadWork thread, long time)
    {
        _dispatches.Forget(thread.Key);
        _running.Interrupt(thread, time);
    }

    private void OnMark(ThreadWork thread, in AsyncEvent e)
    {
        Counts.Marks++;
        thread.SplitsUse = true;
        if (e.Kind == AsyncEventKind.Gap)
        {
            Counts.Gaps++;
            Interrupt(thread, e.Timestamp);
        }
        else if (!_entries.OnMark(thread, e))
        {
            Counts.Unmatched++;
        }
    }
}
