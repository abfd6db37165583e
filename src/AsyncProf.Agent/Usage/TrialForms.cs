namespace AsyncProf.Usage;

/// <summary>The forms of awaiting that are tried, and what each allocates on this thread, in bytes.</summary>
internal sealed class TrialForms
{
    /// <summary>What the library calls a join.</summary>
    public const string JoinName = "Task.WhenAll";

    /// <summary>What it calls a call of the machine.</summary>
    public const string MachineName = "Async: " + nameof(TrialMachine);

    private const int Rounds = 12, Turns = 64;

    private static readonly Action Act = static () => { };

    /// <summary>How long to wait for what was put on the pool: none of it is read there, but it is to be gone when recording begins.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly List<Task> _onPool = [];
    private readonly TrialScheduler _scheduler = new();

    /// <summary>What it calls a task of a delegate.</summary>
    public static string TaskName => "Task: " + Act.Method.Name;

    /// <summary>Tries all of them.</summary>
    /// <exception cref="InvalidOperationException">The rounds of one do not agree.</exception>
    public TracingTrial Try()
    {
        var trial = new TracingTrial(
            Agreed(Once),
            Agreed(Twice),
            Agreed(Yield),
            Turn(),
            Agreed(Queue),
            Agreed(static () => Join(0)),
            Agreed(static () => Join(1)),
            Agreed(static () => Join(2)),
            Agreed(Schedule));
        SpinWait.SpinUntil(() => _onPool.TrueForAll(static task => task.IsCompleted), Patience);
        return trial;
    }

    private static long Agreed(Func<long> form)
    {
        Span<long> rounds = stackalloc long[Rounds];
        foreach (ref long round in rounds)
            round = form();
        return TrialRounds.Agreed(rounds);
    }

    private static long Once()
    {
        var gate = new TaskCompletionSource();
        long before = GC.GetAllocatedBytesForCurrentThread();
        new TrialMachine(gate.Task).Start();
        gate.SetResult();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Twice()
    {
        TaskCompletionSource first = new(), second = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        new TrialMachine(first.Task, second.Task).Start();
        first.SetResult();
        second.SetResult();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>One that goes on here after an await, and then yields to the pool.</summary>
    private long Yield()
    {
        var gate = new TaskCompletionSource();
        var machine = new TrialMachine(gate.Task, null);
        _onPool.Add(machine.Start());
        gate.SetResult();
        return machine.Yielded(1);
    }

    /// <summary>One that yields and goes on here: the same events, and nothing else in between.</summary>
    private static long Turn()
    {
        var machine = new TrialMachine(new Task?[Turns]);
        var context = new TrialContext();
        SynchronizationContext.SetSynchronizationContext(context);
        machine.Start();
        context.Run();
        SynchronizationContext.SetSynchronizationContext(null);
        Span<long> turns = stackalloc long[Turns - 1];
        for (int turn = 0; turn < turns.Length; turn++)
            turns[turn] = machine.Turned(turn) - machine.Yielded(turn);
        return TrialRounds.Agreed(turns);
    }

    private long Queue()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _onPool.Add(new TrialMachine(gate.Task).Start());
        long before = GC.GetAllocatedBytesForCurrentThread();
        gate.SetResult();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Join(int part)
    {
        TaskCompletionSource first = new(), second = new();
        Task[] both = [first.Task, second.Task];
        long begun = GC.GetAllocatedBytesForCurrentThread();
        Task.WhenAll(both);
        long joined = GC.GetAllocatedBytesForCurrentThread();
        first.SetResult();
        long related = GC.GetAllocatedBytesForCurrentThread();
        second.SetResult();
        long ended = GC.GetAllocatedBytesForCurrentThread();
        return part == 0 ? joined - begun : part == 1 ? related - joined : ended - related;
    }

    private long Schedule()
    {
        var task = new Task(Act);
        long before = GC.GetAllocatedBytesForCurrentThread();
        task.Start(_scheduler);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
