namespace AsyncProf.Testing.Simulation;

/// <summary>One step of a simulated method.</summary>
public abstract record Step
{
    /// <summary>The thread works.</summary>
    public sealed record Burn(long Ticks) : Step;

    /// <summary>Calls an async method: it runs on this thread until it suspends or ends.</summary>
    public sealed record Start(SimTask Task) : Step;

    /// <summary>Awaits a task; a method that has not been called is called first.</summary>
    public sealed record Await(SimTask Task) : Step;

    /// <summary>Blocks the thread until the task has completed.</summary>
    public sealed record Block(SimTask Task) : Step;

    /// <summary><c>await Task.Yield()</c>.</summary>
    public sealed record Yield : Step;

    /// <summary>Completes a source; its continuations run inside the call.</summary>
    public sealed record Complete(SimTask Source) : Step;

    /// <summary>The method ends with an exception.</summary>
    public sealed record Throw : Step;

    /// <summary>A request or a scope begins or stops here.</summary>
    public sealed record Mark(bool Starts, long Key, string Name) : Step;
}
