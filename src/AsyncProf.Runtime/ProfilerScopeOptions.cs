namespace AsyncProf;

/// <summary>What a scope is called, and what it sees.</summary>
public sealed class ProfilerScopeOptions
{
    /// <summary>The scope's name, which is the root of its tree. Null, the default: the name of the method that starts it.</summary>
    public string? Name { get; init; }

    /// <summary>True to see everything the process does while the scope is open; false to see the caller's own execution flow.</summary>
    public bool ProcessWide { get; init; }

    /// <summary>What is measured of threads beside time, while the scope is open. Default nothing.</summary>
    public MeasuredUse Measured { get; set; }
}
