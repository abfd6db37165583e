namespace AsyncProf.Stitching.Dispatchers;

/// <summary>One method in the chain of calls that a dispatcher of runtime-async runs.</summary>
internal struct DispatchedCall
{
    /// <summary>The task id of its operation, a real one or one of our own; 0 for the runtime's own methods, which are not shown.</summary>
    public int Operation;

    /// <summary>The name of its operations.</summary>
    public int Name;

    /// <summary>A thread runs it.</summary>
    public bool IsRunning;
}
