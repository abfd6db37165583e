using System.Runtime.CompilerServices;

namespace AsyncProf.Usage;

/// <summary>
/// An async method as the compiler makes it of code that is not optimised: a class. Of a struct the runtime makes a copy on the heap for each trace as long as its code is new, which says nothing of later.
/// </summary>
/// <param name="gates">What is awaited, one after the other; null to yield.</param>
internal sealed class TrialMachine(params Task?[] gates) : IAsyncStateMachine
{
    private AsyncTaskMethodBuilder _builder = AsyncTaskMethodBuilder.Create();
    private int _next;
    private int _thread;
    private long _before;

    /// <summary>The least that a yield has allocated on the thread that yields, in bytes.</summary>
    public long LeastOfYield { get; private set; } = long.MaxValue;

    /// <summary>The least between two yields on one thread: that of a yield, and of what begins and ends to be executed there.</summary>
    public long LeastOfTurn { get; private set; } = long.MaxValue;

    /// <summary>Calls the method.</summary>
    public Task Start()
    {
        TrialMachine machine = this;
        _builder.Start(ref machine);
        return _builder.Task;
    }

    /// <inheritdoc/>
    public void MoveNext()
    {
        TrialMachine machine = this;
        while (_next < gates.Length)
        {
            if (gates[_next++] is not { } gate)
            {
                Yield(machine);
                return;
            }

            ConfiguredTaskAwaitable.ConfiguredTaskAwaiter awaiter = gate.ConfigureAwait(false).GetAwaiter();
            if (awaiter.IsCompleted)
                continue;
            _builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
            return;
        }

        _builder.SetResult();
    }

    private void Yield(TrialMachine machine)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (_next > 1 && _thread == Environment.CurrentManagedThreadId)
            LeastOfTurn = Math.Min(LeastOfTurn, before - _before);
        (_thread, _before) = (Environment.CurrentManagedThreadId, before);
        int at = _next; // it may go on elsewhere before this has returned
        YieldAwaitable.YieldAwaiter yield = Task.Yield().GetAwaiter();
        _builder.AwaitUnsafeOnCompleted(ref yield, ref machine);
        if (at > 1) // the first has to make what the others use
            Tell(GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Tell(long bytes)
    {
        lock (gates)
            LeastOfYield = Math.Min(LeastOfYield, bytes);
    }

    /// <inheritdoc/>
    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }
}
