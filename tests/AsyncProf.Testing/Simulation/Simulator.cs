using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <summary>
/// Runs async programs on a virtual pool and writes the events that the TPL of .NET 10 would. Time is virtual and exact; the thread with the
/// smallest clock always takes the next step, so what one thread does never depends on another's future.
/// </summary>
public sealed partial class Simulator
{
    private readonly NameTable _names;
    private readonly List<VirtualThread> _threads = [];
    private readonly PriorityQueue<SimTask, (long Due, int Order)> _timers = new();
    private readonly Queue<(SimTask Task, long Ready)> _queue = new();
    private readonly List<LoggedEvent> _log = [];
    private readonly Dictionary<SimTask, long> _completedAt = [];
    private readonly Dictionary<SimTask, SimTask> _awaitOnReturn = [];
    private readonly HashSet<SimTask> _suspended = [];
    private readonly HashSet<SimTask> _ended = [];
    private int _nextId;
    private int _timerOrder;

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

    /// <summary>An async method that has not been called yet.</summary>
    public SimTask Method(string name, IEnumerable<Step> body) => new(++_nextId, SimTaskKind.Method, name) { Body = body.GetEnumerator() };

    /// <summary>A delegate for the pool: <c>Task.Run</c> once it is started.</summary>
    public SimTask Run(string name, IEnumerable<Step> body) => new(++_nextId, SimTaskKind.Delegate, name) { Body = body.GetEnumerator() };

    public SimTask Source() => new(++_nextId, SimTaskKind.Source, "Task");

    public SimTask Delay(long ticks) => new(++_nextId, SimTaskKind.Delay, "Task.Delay") { Delay = ticks };

    /// <summary>A join of tasks that have been started when it is awaited.</summary>
    public SimTask WhenAll(params SimTask[] children) => Join(SimTaskKind.WhenAll, "Task.WhenAll", children);

    public SimTask WhenAny(params SimTask[] children) => Join(SimTaskKind.WhenAny, "Task.WhenAny", children);

    /// <summary>Runs a program whose first method is called on the first thread, until nothing is left to do.</summary>
    public IReadOnlyList<LoggedEvent> Play(SimTask main)
    {
        Call(_threads[0], main);
        while (StepOnce())
        {
        }

        return _log;
    }

    private SimTask Join(SimTaskKind kind, string name, SimTask[] children) =>
        new(++_nextId, kind, name) { Body = children.Select(child => (Step)new Step.Await(child)).GetEnumerator() };

    /// <summary>Whoever comes first in time takes one step. False when nothing is left.</summary>
    private bool StepOnce()
    {
        VirtualThread? busy = _threads.Where(t => t.IsBusy && (t.BlockedOn is null || t.BlockedOn.IsCompleted)).MinBy(t => t.Clock);
        VirtualThread? idle = _queue.Count == 0 ? null : _threads.Where(t => !t.IsBusy).MinBy(t => t.Clock);
        long busyAt = busy?.Clock ?? long.MaxValue;
        long idleAt = idle is null ? long.MaxValue : Math.Max(idle.Clock, _queue.Peek().Ready);
        long timerAt = _timers.TryPeek(out _, out (long Due, int Order) next) ? next.Due : long.MaxValue;
        if (timerAt <= busyAt && timerAt <= idleAt && timerAt != long.MaxValue)
        {
            _queue.Enqueue((_timers.Dequeue(), timerAt));
            return true;
        }

        if (idle is not null && idleAt < busyAt)
        {
            (SimTask task, long ready) = _queue.Dequeue();
            idle.Clock = Math.Max(idle.Clock, ready);
            Dispatch(idle, task);
            return true;
        }

        if (busy is null)
            return false;
        Advance(busy);
        return true;
    }

    /// <summary>A pool thread takes an item: a timer that is due, or an operation that can go on.</summary>
    private void Dispatch(VirtualThread thread, SimTask task)
    {
        if (task.Kind == SimTaskKind.Delay)
        {
            thread.Stack.Push(new Activation(task, ActivationKind.Callback));
            CompleteTask(thread, task);
        }
        else
        {
            Resume(thread, task);
        }
    }

    private void Resume(VirtualThread thread, SimTask task)
    {
        Emit(thread, AsyncEvent.WorkBegin(thread.Clock, task.Id, TaskWork.Execution));
        thread.Stack.Push(new Activation(task, ActivationKind.Segment));
    }

    /// <summary>Calls a method on this thread; announces what is not a method as the TPL does when it is made.</summary>
    private void Call(VirtualThread thread, SimTask task)
    {
        if (task.Announced)
            return;
        switch (task.Kind)
        {
            case SimTaskKind.Method:
                task.Announced = true;
                thread.Stack.Push(new Activation(task, ActivationKind.Call));
                break;
            case SimTaskKind.Delay:
                Announce(thread, task, task.Name);
                _timers.Enqueue(task, (thread.Clock + task.Delay, _timerOrder++));
                break;
            case SimTaskKind.Delegate:
                task.Begun = thread.Clock;
                Announce(thread, task, $"Task: {task.Name}");
                Emit(thread, AsyncEvent.TaskScheduled(thread.Clock, task.Id));
                _queue.Enqueue((task, thread.Clock));
                break;
            case SimTaskKind.WhenAll or SimTaskKind.WhenAny:
                Announce(thread, task, task.Name);
                Attach(thread, task);
                break;
            default:
                task.Announced = true;
                break;
        }
    }

    private void Attach(VirtualThread thread, SimTask join)
    {
        bool any = false;
        while (join.Body!.MoveNext())
        {
            SimTask child = ((Step.Await)join.Body.Current).Task;
            if (child.IsCompleted)
            {
                any = true;
                continue;
            }

            join.Pending++;
            child.Continuations.Add(join);
        }

        if (join.Pending == 0 || (any && join.Kind == SimTaskKind.WhenAny))
        {
            join.IsCompleted = true;
            Emit(thread, AsyncEvent.OperationEnd(thread.Clock, join.Id, OperationStatus.Completed));
        }
    }

    private void Announce(VirtualThread thread, SimTask task, string name)
    {
        task.Announced = true;
        Emit(thread, AsyncEvent.OperationBegin(thread.Clock, task.Id, _names.Intern(name)));
    }

    private void Emit(VirtualThread thread, AsyncEvent e) => _log.Add(new LoggedEvent(thread.Key, e));
}
