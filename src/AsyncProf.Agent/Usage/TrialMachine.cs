using System.Runtime.CompilerServices;

namespace AsyncProf.Usage;

/// <summary>
/// An async method as the compiler makes it of code that is not optimised: a class. Of a struct the runtime makes a copy on the heap for each trace as long as its code is new, which says nothing of later.
/// </summary>
/// <param name="gates">What is awaited, one after the other; null to yield.</param>
internal sealed class TrialMachine(params Task?[] gates) : IAsyncStateMachine
{
    private readonly long[] _begun = new long[gates.Length];
    private readonly long[] _ended = new long[gates.Length];
    private AsyncTaskMethodBuilder _builder = AsyncTaskMethodBuilder.Create();
    private int _next;

    /// <summary>What one of its yields has allocated on the thread that yields, in bytes.</summary>
    /// <param name="gate">The number of the yield among what is awaited.</param>
    public long Yielded(int gate) => _ended[gate] - _begun[gate];

    /// <summary>What was allocated from one yield to the next, if both were on one thread: by the first, and by what begins and ends to be executed there.</summary>
    public long Turned(int gate) => _begun[gate + 1] - _begun[gate];

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
            int at = _next++; // it may go on elsewhere before this has returned
            if (gates[at] is not { } gate)
            {
                YieldAwaitable.YieldAwaiter yield = Task.Yield().GetAwaiter();
                _begun[at] = GC.GetAllocatedBytesForCurrentThread();
                _builder.AwaitUnsafeOnCompleted(ref yield, ref machine);
                _ended[at] = GC.GetAllocatedBytesForCurrentThread();
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

    /// <inheritdoc/>
    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }
}
