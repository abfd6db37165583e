using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing;

/// <summary>
/// A trace written event by event, in the words of the domain: operations by name instead of ids, brackets that close by themselves in the right
/// order. For what a simulated program cannot do; times are milliseconds of the virtual clock.
/// </summary>
internal sealed class TraceBuilder
{
    private readonly List<LoggedEvent> _log = [];
    private readonly List<LoggedWait> _waits = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Stack<TaskWork>> _open = [];
    private int _thread = 1;
    private int _place;
    private long _time;

    /// <summary>The id of the first task; others follow.</summary>
    public int FirstId { get; init; } = 1;

    /// <summary>The names that the events point to.</summary>
    public NameTable Names { get; } = new(256);

    public IReadOnlyList<LoggedEvent> Log => _log;

    /// <summary>What follows happens at this time.</summary>
    public TraceBuilder At(long time)
    {
        _time = time;
        return this;
    }

    /// <summary>What follows happens on this thread.</summary>
    public TraceBuilder On(int thread)
    {
        _thread = thread;
        return this;
    }

    /// <summary>The next suspension is at this place.</summary>
    public TraceBuilder Place(int place)
    {
        _place = place;
        return this;
    }

    /// <summary>14: a method suspends for the first time.</summary>
    public TraceBuilder Begins(string method) => Announce(method, $"Async: <{method}>d__0");

    /// <summary>14: a task that is no method is made, under the name that the TPL gives it.</summary>
    public TraceBuilder Makes(string task, string name) => Announce(task, name);

    /// <summary>7: a task is queued.</summary>
    public TraceBuilder Queues(string task) => Add(AsyncEvent.TaskScheduled(_time, Id(task)));

    /// <summary>10: an operation awaits a task.</summary>
    public TraceBuilder Awaits(string awaiter, string awaited) => Add(AsyncEvent.WaitBegin(_time, Id(awaited), Id(awaiter), WaitBehavior.Asynchronous, TakePlace()));

    /// <summary>10: something without a name awaits a task.</summary>
    public TraceBuilder SomebodyAwaits(string awaited) => Add(AsyncEvent.WaitBegin(_time, Id(awaited), 0, WaitBehavior.Asynchronous, TakePlace()));

    /// <summary>10: the thread blocks on a task.</summary>
    public TraceBuilder Blocks(string awaited) => Add(AsyncEvent.WaitBegin(_time, Id(awaited), 0, WaitBehavior.Synchronous));

    /// <summary>12: something yields.</summary>
    public TraceBuilder Yields() => Add(AsyncEvent.ContinuationScheduled(_time, Id($"yield {_log.Count}"), place: TakePlace()));

    /// <summary>12: what was just awaited had already completed.</summary>
    public TraceBuilder GoesOnAfter(string completed) => Add(AsyncEvent.ContinuationScheduled(_time, Id($"continuation {_log.Count}"), Id(completed)));

    /// <summary>The thread begins to wait on a handle; on an object where the runtime tells which.</summary>
    public TraceBuilder Waits(long on = 0) => Add(new LoggedWait(_thread, _time, Begins: true, on));

    /// <summary>It has waited.</summary>
    public TraceBuilder HasWaited() => Add(new LoggedWait(_thread, _time, Begins: false));

    /// <summary>15.</summary>
    public TraceBuilder Ends(string task, OperationStatus status = OperationStatus.Completed) => Add(AsyncEvent.OperationEnd(_time, Id(task), status));

    /// <summary>16, in the bracket of a child.</summary>
    public TraceBuilder Joins(string join, TaskRelation relation = TaskRelation.All) => Add(AsyncEvent.Relation(_time, Id(join), relation));

    /// <summary>17: the thread runs an operation until <see cref="Leaves"/>.</summary>
    public TraceBuilder Runs(string operation) => Open(operation, TaskWork.Execution);

    /// <summary>17: a completed task runs its continuations until <see cref="Leaves"/>.</summary>
    public TraceBuilder Completes(string task) => Open(task, TaskWork.CompletionNotification);

    /// <summary>18: the innermost of what <see cref="Runs"/> or <see cref="Completes"/> opened on this thread is over.</summary>
    public TraceBuilder Leaves() => Add(AsyncEvent.WorkEnd(_time, _open.TryGetValue(_thread, out Stack<TaskWork>? open) && open.Count > 0 ? open.Pop() : TaskWork.Execution));

    /// <summary>A request starts.</summary>
    public TraceBuilder Starts(long key) => Add(AsyncEvent.EntryStart(_time, key, EntryFlags.Request));

    /// <summary>A request stops.</summary>
    public TraceBuilder Stops(long key, string name) => Add(AsyncEvent.EntryStop(_time, key, Names.Intern(name), EntryFlags.Request));

    /// <summary>Runtime-async: a chain of calls suspends for the first time, the leaf first; an empty name is the runtime's own frame.</summary>
    public TraceBuilder Dispatches(string root, params string[] stack) => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchBegin, Id(root))).Stack(root, DispatchMoment.Begin, stack);

    /// <summary>Runtime-async: a thread goes on with a chain.</summary>
    public TraceBuilder Continues(string root, params string[] stack) => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchResume, Id(root))).Stack(root, DispatchMoment.Resume, stack);

    /// <summary>Runtime-async: the chain that the thread runs suspends again.</summary>
    public TraceBuilder Suspends(string root, params string[] stack) => Stack(root, DispatchMoment.Suspend, stack).Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchSuspend));

    /// <summary>Runtime-async: the leaf-most method of the chain runs.</summary>
    public TraceBuilder Steps() => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchMethodResume));

    /// <summary>Runtime-async: it ends.</summary>
    public TraceBuilder Returns() => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchMethodComplete));

    /// <summary>Runtime-async: so many end with an exception.</summary>
    public TraceBuilder Unwinds(int methods) => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchUnwind, otherId: methods));

    /// <summary>Runtime-async: the chain is over.</summary>
    public TraceBuilder Finishes() => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchComplete));

    /// <summary>Runtime-async: the thread tells anew what it runs.</summary>
    public TraceBuilder Resets() => Add(AsyncEvent.Dispatch(_time, AsyncEventKind.DispatchReset));

    /// <summary>Events of this thread are lost.</summary>
    public TraceBuilder Gap() => Add(AsyncEvent.Gap(_time));

    /// <summary>Plays what has been written.</summary>
    public ProfileReading Play(EdgeRules rules = EdgeRules.All)
    {
        var playback = new Playback(Names, rules: rules);
        playback.FeedWaiting(_log, _waits);
        return playback.Finish();
    }

    /// <summary>The name of the operations of a method.</summary>
    public int NameOf(string method) => Names.Intern($"Async: <{method}>d__0");

    /// <summary>The id of a task, made at its first mention.</summary>
    public int Id(string task)
    {
        if (!_ids.TryGetValue(task, out int id))
            _ids.Add(task, id = unchecked(FirstId + _ids.Count));
        return id;
    }

    private TraceBuilder Announce(string task, string name) => Add(AsyncEvent.OperationBegin(_time, Id(task), Names.Intern(name), place: TakePlace()));

    private TraceBuilder Stack(string root, DispatchMoment moment, string[] stack)
    {
        Add(AsyncEvent.DispatchStack(_time, Id(root), stack.Length, moment));
        foreach (string method in stack)
        {
            AsyncEvent frame = AsyncEvent.DispatchFrame(_time, 0);
            if (method.Length > 0)
                (frame.Extra, frame.Detail) = (NameOf(method), (byte)DispatchFrameKind.Method);
            Add(frame);
        }

        return this;
    }

    private int TakePlace()
    {
        int place = _place;
        _place = 0;
        return place;
    }

    private TraceBuilder Open(string task, TaskWork work)
    {
        if (!_open.TryGetValue(_thread, out Stack<TaskWork>? open))
            _open.Add(_thread, open = new Stack<TaskWork>());
        open.Push(work);
        return Add(AsyncEvent.WorkBegin(_time, Id(task), work));
    }

    private TraceBuilder Add(LoggedWait wait)
    {
        _waits.Add(wait);
        return this;
    }

    private TraceBuilder Add(AsyncEvent e)
    {
        _log.Add(new LoggedEvent(_thread, e));
        return this;
    }
}
