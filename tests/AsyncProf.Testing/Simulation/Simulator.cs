using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <summary>
/// Runs async programs on a virtual pool and writes the events that the TPL of .NET 10 would (committed logs of real runs say so).
/// Time is virtual and exact; the thread with the smallest clock always takes the next step, so what one thread does never depends on
/// another's future. Each task keeps the truth about itself.
/// </summary>
internal sealed partial class Simulator
{
    private readonly NameTable _names;
    private readonly List<VirtualThread> _threads = [];
    private readonly PriorityQueue<WorkItem, (long Due, int Order)> _timers = new();
    private readonly LinkedList<WorkItem> _queue = new();
    private readonly List<LoggedEvent> _log = [];
    private readonly List<SimTask> _tasks = [];
    private int _nextId;
    private int _order;

    /// <summary>Creates a program.</summary>
    /// <param name="names">Where names are interned.</param>
    /// <param name="threads">How many threads the virtual pool has.</param>
    public Simulator(NameTable names, int threads = 4)
    {
        _names = names;
        for (int key = 1; key <= threads; key++)
            _threads.Add(new VirtualThread(key));
    }

    /// <summary>The events so far, in order of time.</summary>
    public IReadOnlyList<LoggedEvent> Log => _log;

    /// <summary>All that was made.</summary>
    public IReadOnlyList<SimTask> Tasks => _tasks;

    /// <summary>The requests that have stopped.</summary>
    public List<SimRequest> Requests { get; } = [];

    /// <summary>For how many ticks after its end a task can still be awaited as if it had not ended.</summary>
    public long RaceWindow { get; init; } = 5;

    /// <summary>Whether the thread that calls the first method takes work of the pool afterwards.</summary>
    public bool MainJoinsPool { get; init; } = true;

    /// <summary>How many ticks a thread takes from a suspension to the end of the segment; none unless set.</summary>
    public Func<long> Linger { get; init; } = AtOnce;

    /// <summary>Whether a method that is made is compiled as runtime-async; asked for each.</summary>
    public Func<bool>? IsDispatched { get; init; }

    /// <summary>Whether all methods of runtime-async that await one task go on in its completion, and not only the first.</summary>
    public bool InlinesAll { get; init; }

    /// <summary>When further sessions begin, in order of time: each has every thread tell again which dispatchers it runs.</summary>
    public IReadOnlyList<long> Sessions { get; init; } = [];

    /// <summary>The id of the first task; the others follow, and after the largest number come negative ones.</summary>
    public int FirstId
    {
        get => unchecked(_nextId + 1);
        init => _nextId = unchecked(value - 1);
    }

    /// <summary>Something happened of which no rule can know what it was for.</summary>
    public bool IsUntellable { get; private set; }

    /// <summary>When nothing was left to do.</summary>
    public long End => _threads.Max(thread => thread.Clock);

    /// <summary>An async method that has not been called yet.</summary>
    public SimTask Method(string name, IEnumerable<Step> body, SimFlow flow = SimFlow.Pool) =>
        Add(SimTaskKind.Method, name, body, flow: flow, isDispatched: flow != SimFlow.Scheduler && IsDispatched?.Invoke() == true);

    /// <summary>An <c>async void</c>.</summary>
    public SimTask Void(string name, IEnumerable<Step> body) => Add(SimTaskKind.Void, name, body);

    /// <summary>An async iterator; ask it with <see cref="Step.Next"/>.</summary>
    public SimTask Iterator(string name, IEnumerable<Step> body) => Add(SimTaskKind.Iterator, name, body);

    /// <summary>An async method whose builder pools its boxes.</summary>
    public SimTask Pooled(IEnumerable<Step> body) => Add(SimTaskKind.Pooled, "", body);

    /// <summary>A delegate for the pool: <c>Task.Run</c> once it is started.</summary>
    public SimTask Run(string name, IEnumerable<Step> body) => Add(SimTaskKind.Delegate, name, body);

    /// <summary>A delegate that is a child of another: that one ends only after it.</summary>
    public SimTask RunAttached(SimTask parent, string name, IEnumerable<Step> body)
    {
        SimTask child = Run(name, body);
        child.AttachedTo = parent;
        parent.Pending++;
        return child;
    }

    /// <summary><c>Task.Run</c> of an async delegate: the task that stands for the delegate and for what that returns.</summary>
    public SimTask RunAsync(string name, SimTask inner) => Unwrap(Add(SimTaskKind.Delegate, name, [new Step.Start(inner)], inner: inner));

    /// <summary><c>Task.Run</c> of a delegate that should return a task and does something else.</summary>
    public SimTask RunAsync(string name, IEnumerable<Step> body) => Unwrap(Run(name, body));

    /// <summary><c>ContinueWith</c>, once it is started.</summary>
    public SimTask ContinueWith(SimTask antecedent, string name, IEnumerable<Step> body) =>
        Add(SimTaskKind.Continuation, name, body, sources: [antecedent]);

    /// <summary><c>ContinueWith</c> of an async delegate, and <c>Unwrap</c>: once it is started, the antecedent has been.</summary>
    public SimTask ThenAsync(SimTask antecedent, string name, SimTask inner) =>
        Unwrap(Add(SimTaskKind.Continuation, name, [new Step.Start(inner)], sources: [antecedent], inner: inner));

    /// <summary>The same of a delegate that should return a task and does something else.</summary>
    public SimTask ThenAsync(SimTask antecedent, string name, IEnumerable<Step> body) => Unwrap(ContinueWith(antecedent, name, body));

    /// <summary><c>ContinueWhenAll</c> or <c>ContinueWhenAny</c> of an async delegate, and <c>Unwrap</c>: the library has a delegate of its own between.</summary>
    public SimTask AfterJoinAsync(bool all, IReadOnlyList<SimTask> children, SimTask inner)
    {
        SimTask join = Add(all ? SimTaskKind.WhenAll : SimTaskKind.WhenAny, all ? "TaskFactory.ContinueWhenAll" : "TaskFactory.ContinueWhenAny", sources: children);
        return ThenAsync(join, all ? "ContinueWhenAllImpl.lambda" : "ContinueWhenAnyImpl.lambda", inner);
    }

    /// <summary>A task without code; its continuations run inside the call that completes it, unless they are asynchronous.</summary>
    public SimTask Source(bool asynchronous = false)
    {
        SimTask source = Add(SimTaskKind.Source, "Task");
        source.Asynchronous = asynchronous;
        return source;
    }

    /// <summary>Something awaitable of which no event tells.</summary>
    public SimTask Silent(bool asynchronous = false)
    {
        SimTask silent = Add(SimTaskKind.Silent, "");
        silent.Asynchronous = asynchronous;
        return silent;
    }

    /// <summary><c>WaitAsync</c>.</summary>
    public SimTask Relay(SimTask source, long timeout = 0) => Add(SimTaskKind.Relay, "Task", sources: [source], timeout: timeout);

    public SimTask Delay(long ticks, long cancelAfter = 0) => Add(SimTaskKind.Delay, "Task.Delay", delay: ticks, timeout: cancelAfter);

    /// <summary>A join of tasks that have been started when it is awaited.</summary>
    public SimTask WhenAll(params IReadOnlyList<SimTask> children) => Add(SimTaskKind.WhenAll, "Task.WhenAll", sources: children);

    /// <summary>The TPL makes a race of two in another way than others.</summary>
    public SimTask WhenAny(params IReadOnlyList<SimTask> children) =>
        Add(SimTaskKind.WhenAny, children.Count == 2 ? "Task.WhenAny" : "TaskFactory.ContinueWhenAny", sources: children);

    /// <summary>Runs a program whose first method is called on the first thread, until nothing is left to do.</summary>
    public IReadOnlyList<LoggedEvent> Play(SimTask main)
    {
        Start(_threads[0], main);
        while (StepOnce())
        {
        }

        return _log;
    }

    private SimTask Unwrap(SimTask run) => Add(SimTaskKind.Unwrap, "Task.Unwrap", sources: [run]);

    private SimTask Add(
        SimTaskKind kind, string name, IEnumerable<Step>? body = null, SimFlow flow = SimFlow.Pool, IReadOnlyList<SimTask>? sources = null,
        long delay = 0, long timeout = 0, SimTask? inner = null, string? machine = null, LoopState? loop = null, bool isDispatched = false)
    {
        var task = new SimTask(NextId(), kind, name)
        {
            Body = body?.GetEnumerator(),
            Flow = flow,
            Sources = sources ?? [],
            Delay = delay,
            Timeout = timeout,
            Inner = inner,
            Machine = machine,
            Loop = loop,
            IsDispatched = isDispatched,
        };
        _tasks.Add(task);
        return task;
    }

    /// <summary>Whoever comes first in time takes one step. False when nothing is left.</summary>
    private bool StepOnce()
    {
        VirtualThread? busy = _threads.Where(t => t.IsBusy && !t.IsBlocked).MinBy(t => t.Clock);
        VirtualThread? idle = _queue.First is null ? null : _threads.Where(t => !t.IsBusy && (MainJoinsPool || t != _threads[0])).MinBy(t => t.Clock);
        long busyAt = busy?.Clock ?? long.MaxValue;
        long idleAt = idle is null ? long.MaxValue : Math.Max(idle.Clock, _queue.First!.Value.Ready);
        long timerAt = _timers.TryPeek(out _, out (long Due, int Order) next) ? next.Due : long.MaxValue;
        if (timerAt <= busyAt && timerAt <= idleAt && timerAt != long.MaxValue)
        {
            _queue.AddLast(_timers.Dequeue() with { Ready = timerAt });
            return true;
        }

        if (idle is not null && idleAt < busyAt)
        {
            WorkItem item = _queue.First!.Value;
            _queue.RemoveFirst();
            idle.Clock = Math.Max(idle.Clock, item.Ready);
            idle.InContext = false;
            idle.PrefixEntry = 0;
            Dispatch(idle, item);
            return true;
        }

        if (busy is null)
            return false;
        Advance(busy);
        return true;
    }

    private void Enqueue(WorkItemKind kind, SimTask task, long ready, int id = 0) => _queue.AddLast(new WorkItem(kind, task, ready, id));

    private void After(VirtualThread thread, long ticks, WorkItemKind kind, SimTask task) =>
        _timers.Enqueue(new WorkItem(kind, task, 0), (thread.Clock + ticks, _order++));

    /// <summary>Ids are never 0.</summary>
    private int NextId() => unchecked(++_nextId) != 0 ? _nextId : ++_nextId;

    private void Emit(VirtualThread thread, AsyncEvent e)
    {
        _log.Add(new LoggedEvent(thread.Key, e));
        thread.Made = e.Kind == AsyncEventKind.OperationBegin ? e.TaskId : 0;
    }
}
