namespace AsyncProf.Testing.Simulation;

/// <summary>One step of a simulated method.</summary>
internal abstract record Step
{
    /// <summary>The thread works, or sleeps: nobody can tell the difference.</summary>
    public sealed record Burn(long Ticks) : Step;

    /// <summary>Calls an async method: it runs on this thread until it suspends or ends. Makes what is no method.</summary>
    public sealed record Start(SimTask Task) : Step;

    /// <summary>Has a thread of the pool call an async method, without a task of its own.</summary>
    public sealed record Post(SimTask Task) : Step;

    /// <summary>Awaits a task; a method that has not been called is called first.</summary>
    public sealed record Await(SimTask Task) : Step;

    /// <summary>Awaits a task that completes just before the await is told.</summary>
    public sealed record AwaitRaced(SimTask Task) : Step;

    /// <summary>Asks an iterator for its next item; after it, the iterator has one or is completed.</summary>
    public sealed record Next(SimTask Iterator) : Step;

    /// <summary>The same by a task: <c>MoveNextAsync().AsTask()</c>.</summary>
    public sealed record NextAsTask(SimTask Iterator) : Step;

    /// <summary>An iterator hands over an item.</summary>
    public sealed record Item : Step;

    /// <summary>Blocks the thread until the task has completed.</summary>
    public sealed record Block(SimTask Task) : Step;

    /// <summary>Blocks the thread until all tasks have completed, in a way that no event tells.</summary>
    public sealed record Hold(params IReadOnlyList<SimTask> Tasks) : Step;

    /// <summary><c>await Task.Yield()</c>.</summary>
    public sealed record Yield : Step;

    /// <summary>Completes a source; its continuations run inside the call unless they are asynchronous.</summary>
    public sealed record Complete(SimTask Source) : Step;

    /// <summary>Has a timer complete something that is no task of the TPL's.</summary>
    public sealed record Elapse(SimTask Silent, long Ticks) : Step;

    /// <summary>Cancels a delay or a relay; the relay's continuations run inside the call.</summary>
    public sealed record GiveUp(SimTask Task) : Step;

    /// <summary>Has the end of a task cancel a relay, by a raw <c>OnCompleted</c>.</summary>
    public sealed record CancelAfter(SimTask Task, SimTask Relay) : Step;

    /// <summary>A worker of a loop has another one queued, if the loop may have more.</summary>
    public sealed record Launch(SimTask Loop) : Step;

    /// <summary>A worker of a loop has found that nothing is left; the last one ends the loop.</summary>
    public sealed record Leave(SimTask Loop) : Step;

    /// <summary>The method ends with an exception, or as cancelled; perhaps because what it has just awaited did, and it does not catch that.</summary>
    public sealed record Throw(bool Cancelled = false, bool Passes = false) : Step;

    /// <summary>A request or a scope begins or stops here.</summary>
    public sealed record Mark(bool Starts, long Key, string Name, bool IsScope = false) : Step;
}
