namespace AsyncProf;

/// <summary>What a scope sees.</summary>
public sealed class ProfilerScopeOptions
{
    /// <summary>True to see everything the process does while the scope is open; false to see the caller's own execution flow.</summary>
    public bool ProcessWide { get; init; }
}
