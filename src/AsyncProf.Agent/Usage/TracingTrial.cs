namespace AsyncProf.Usage;

/// <summary>
/// What a few forms of awaiting allocate on the thread that does them, in bytes: once while nobody traces and once while somebody does, and the difference is what tracing allocates.
/// </summary>
internal sealed class TracingTrial
{
    private const int Rounds = 12, Turns = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly long _once;
    private readonly long _twice;
    private readonly long _yield;
    private readonly long _turn;
    private readonly long _queue;

    private TracingTrial(long once, long twice, (long Yield, long Turn) yields, long queue) => (_once, _twice, _yield, _turn, _queue) = (once, twice, yields.Yield, yields.Turn, queue);

    /// <summary>Tries all forms, on a thread of its own.</summary>
    /// <param name="prepare">Called on that thread first, so that what it does is nobody's.</param>
    /// <returns>Null if it did not succeed in time.</returns>
    public static TracingTrial? Run(Action prepare)
    {
        TracingTrial? trial = null;
        var thread = new Thread(() => trial = Try(prepare)); // it has no context that would take continuations elsewhere
        thread.IsBackground = true;
        thread.Name = "AsyncProf";
        thread.UnsafeStart();
        return thread.Join(Patience) ? trial : null;
    }

    private static TracingTrial? Try(Action prepare)
    {
        try
        {
            prepare();
            return new TracingTrial(Least(Once), Least(Twice), Yields(), Least(Queue));
        }
        catch (Exception)
        {
            return null; // on this thread it would end the app
        }
    }

    /// <summary>What tracing allocates, by a trial without it and one with it.</summary>
    /// <param name="off">The trial without.</param>
    /// <param name="on">The trial with.</param>
    public static TracingBytes Compare(TracingTrial? off, TracingTrial? on)
    {
        if (off is null || on is null)
            return TracingBytes.None;
        long once = on._once - off._once, each = on._twice - off._twice - once, yield = on._yield - off._yield, work = Math.Max(0, on._turn - off._turn - yield);
        return new TracingBytes(Bytes(once - each - Text), Bytes(each - (2 * work)), Bytes(yield), Bytes(on._queue - off._queue - work), Bytes(work));
    }

    private static int Bytes(long measured) => (int)Math.Clamp(measured, 0, 4096);

    /// <summary>The text that the library makes of the name of the machine.</summary>
    private static int Text => TracingBytes.OfText("Async: ".Length + nameof(TrialMachine).Length);

    /// <summary>The least of some rounds: others only add to it.</summary>
    private static long Least(Func<long> form)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
            least = Math.Min(least, form());
        return least;
    }

    private static long Once()
    {
        var gate = new TaskCompletionSource();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task task = new TrialMachine(gate.Task).Start();
        gate.SetResult();
        return Since(before, task);
    }

    private static long Twice()
    {
        TaskCompletionSource first = new(), second = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task task = new TrialMachine(first.Task, second.Task).Start();
        first.SetResult();
        second.SetResult();
        return Since(before, task);
    }

    private static (long Yield, long Turn) Yields()
    {
        var machine = new TrialMachine(new Task?[Turns]);
        Task task = machine.Start();
        return SpinWait.SpinUntil(() => task.IsCompleted, Patience) && machine is { LeastOfYield: < long.MaxValue, LeastOfTurn: < long.MaxValue }
            ? (machine.LeastOfYield, machine.LeastOfTurn)
            : throw new TimeoutException(); // no thread has taken two turns, or none could be had
    }

    /// <summary>What who completes a task allocates, where who awaits it may not go on there.</summary>
    private static long Queue()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task task = new TrialMachine(gate.Task).Start();
        long before = GC.GetAllocatedBytesForCurrentThread();
        gate.SetResult();
        return Since(before, task);
    }

    private static long Since(long before, Task task)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        SpinWait.SpinUntil(() => task.IsCompleted, Patience); // it goes on elsewhere, and waiting for it allocates
        return allocated;
    }
}
