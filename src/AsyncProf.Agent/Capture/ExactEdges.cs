using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncProf.Edges;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>
/// Looks, where it is asked for, at the process's own tasks when events of theirs arrive, and tells what no event does: who waits for a task that ends, which task one without code stands for,
/// and for which loop a worker works. Costs a look-up for most operations, and keeps those that are pending alive meanwhile.
/// </summary>
/// <param name="fields">Finds the private members of the runtime that this needs.</param>
/// <param name="table">The runtime's table.</param>
internal sealed class ExactEdges(PrivateFields fields, ActiveTasks table)
{
    private const string IteratorName = "Async: <Iterate>d__", LoopName = "Async: <<For", LoopPart = "Async>b__";

    private readonly object _lock = new();
    private readonly ConditionalWeakTable<object, WhenEachWait> _waits = [];
    private readonly ConditionalWeakTable<object, WhenEachWait>.CreateValueCallback _newWait = static _ => new WhenEachWait();
    private TaskLinks? _links;
    private MachineFields? _machines;
    private string? _missing;
    private int _users;
    private bool _isOn;

    public ExactEdges()
        : this(new PrivateFields(), new ActiveTasks())
    {
    }

    /// <summary>Whether edges are looked for.</summary>
    public bool IsOn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _isOn);
    }

    /// <summary>Whether some kinds of edge cannot be told on this runtime.</summary>
    public bool IsInPart { get; private set; }

    /// <summary>How edges are told: <c>tasks</c>, <c>tasks</c> and of what not; or <c>events</c> and why. Empty while nobody asks.</summary>
    public string How { get; private set; } = "";

    /// <summary>Asks for exact edges; where they cannot be had, <see cref="How"/> says why, and all goes on without. Dispose what it returns to give them up.</summary>
    public IDisposable Start()
    {
        lock (_lock)
        {
            if (_users++ == 0)
                SwitchOn();
        }

        return new Use(this);
    }

    /// <summary>Keeps the table small. The reader's alone, each round.</summary>
    public void Tend(long now)
    {
        if (!IsOn || table.Tend(now))
            return;
        lock (_lock)
        {
            SwitchOff();
            How = FormattableString.Invariant($"events (more than {table.Maximum} tasks were pending)");
        }
    }

    /// <summary>An event of a thread is about to be written: what it lets us see comes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Before<TPayload>(ThreadBuffer buffer, int id, TPayload payload, in TplLayout layout)
        where TPayload : struct, ITplPayload
    {
        ref BegunTasks begun = ref buffer.Begun;
        if (begun.Unread is var unread and not 0)
        {
            begun.Unread = 0;
            Look(buffer, unread);
        }

        switch ((AsyncEventKind)id)
        {
            case AsyncEventKind.OperationBegin:
                int first = payload.Int(layout.TaskId);
                begun.Add(first);
                if (IsReadable(payload.Text(TplEvents.NameField)))
                    begun.Unread = first;
                break;
            case AsyncEventKind.WaitBegin when payload.Int(layout.TaskId) is var awaited && !begun.Has(awaited):
                if (TaskMembers.Find(null, awaited) is { } task && _links!.RealOf(task) is { } real)
                    Write(buffer, awaited, real.Id, EdgeKind.StandsFor);
                break;
            case AsyncEventKind.OperationEnd:
                End(buffer, payload.Int(layout.TaskId));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsReadable(ReadOnlySpan<char> name) =>
        name.Length > LoopName.Length && name[7] == '<' && (name.StartsWith(IteratorName, StringComparison.Ordinal) || (name.StartsWith(LoopName, StringComparison.Ordinal) && name.Contains(LoopPart, StringComparison.Ordinal)));

    private static void Write(ThreadBuffer buffer, int task, int other, EdgeKind kind)
    {
        ref AsyncEvent e = ref buffer.Reserve(AsyncEventKind.Edge);
        if (Unsafe.IsNullRef(ref e))
            return;
        (e.TaskId, e.OtherId, e.Detail) = (task, other, (byte)kind);
        buffer.Publish();
    }

    private void End(ThreadBuffer buffer, int id)
    {
        if (id == 0 || TaskMembers.Find(null, id) is not { } task)
            return; // made before we came
        object? next = TaskMembers.ContinuationOf(task);
        bool isAwaited = false;
        if (next is List<object?> several)
        {
            // Without its lock: what is added at this moment may be missed, what is seen was there.
            foreach (object? one in CollectionsMarshal.AsSpan(several))
                isAwaited |= one is not null && Tell(buffer, task, id, one);
        }
        else
        {
            isAwaited = next is not null && Tell(buffer, task, id, next);
        }

        if (!isAwaited)
            Write(buffer, id, 0, EdgeKind.Nobody);
    }

    /// <summary>Tells what something that goes on at the end of a task is to it; false if it has given up.</summary>
    private bool Tell(ThreadBuffer buffer, Task task, int id, object next)
    {
        LinkShape shape = _links!.ShapeOf(next);
        if (shape.Kind == LinkKind.Yields)
        {
            if (WaitOn(next).Ends(id) is var iterator and not 0)
                Write(buffer, id, iterator, EdgeKind.Awaits);
            return true;
        }

        EdgeKind kind = _links.Tell(task, next, shape, out int other);
        if (kind == EdgeKind.StandsFor)
            Write(buffer, other, id, kind);
        else if (kind is not (EdgeKind.None or EdgeKind.Nobody))
            Write(buffer, id, other, kind);
        return kind != EdgeKind.Nobody;
    }

    /// <summary>Looks at an operation of the runtime that has just begun.</summary>
    private void Look(ThreadBuffer buffer, int id)
    {
        if (TaskMembers.Find(null, id) is not { } task)
            return;
        if (_machines!.LoopOf(task) is { } loop)
        {
            Write(buffer, id, loop.Id, EdgeKind.WorksFor);
        }
        else if (_machines.StateOf(task) is { } state)
        {
            WhenEachWait wait = WaitOn(state);
            wait.IteratedBy(id);
            while (wait.Next() is var ended and not 0)
                Write(buffer, ended, id, EdgeKind.Awaits);
        }
    }

    private WhenEachWait WaitOn(object state) => _waits.TryGetValue(state, out WhenEachWait? wait) ? wait : _waits.GetValue(state, _newWait);

    private void SwitchOn()
    {
        try
        {
            _missing ??= Bind();
            if (_missing.Length > 0)
            {
                How = $"events ({_missing})";
                return;
            }

            table.SwitchOn();
            if (!EdgeProof.Holds(_links!))
            {
                table.SwitchOff();
                How = $"events ({_missing = "this runtime does not keep its tasks as expected"})";
                return;
            }
        }
        catch (Exception exception) when (exception is MemberAccessException or TypeLoadException or NotSupportedException or BadImageFormatException or IOException)
        {
            table.SwitchOff();
            How = $"events ({_missing = exception.GetType().Name})";
            return;
        }

        string[] without = [.. _links!.Missing.Concat(_machines!.Missing).Distinct()];
        IsInPart = without.Length > 0;
        How = !IsInPart ? "tasks" : $"tasks (not for {string.Join(", ", without)})";
        Volatile.Write(ref _isOn, true);
    }

    /// <summary>Why there are no exact edges on this runtime; empty if there are.</summary>
    private string Bind()
    {
        if (TaskMembers.Missing(fields) is { } member)
            return $"this runtime has no Task.{member}";
        _links = new TaskLinks(fields);
        _machines = new MachineFields(fields, _links.WhenEachState);
        return "";
    }

    private void SwitchOff()
    {
        if (!_isOn)
            return;
        Volatile.Write(ref _isOn, false);
        table.SwitchOff();
        _waits.Clear();
    }

    private void Stop()
    {
        lock (_lock)
        {
            if (--_users > 0)
                return;
            SwitchOff();
            How = "";
        }
    }

    private sealed class Use(ExactEdges edges) : IDisposable
    {
        private ExactEdges? _edges = edges;

        public void Dispose() => Interlocked.Exchange(ref _edges, null)?.Stop();
    }
}
