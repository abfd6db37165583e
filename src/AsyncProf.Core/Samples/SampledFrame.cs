namespace AsyncProf.Samples;

/// <summary>A synchronous frame of a sampled stack.</summary>
/// <param name="Name">The canonical name of the method.</param>
/// <param name="IsFramework">Whether it is the frameworks'.</param>
/// <param name="Assembly">The simple name of its assembly.</param>
/// <param name="IsExternal">Whether the thread was in native code that this method had called, or blocked in it.</param>
/// <param name="IsPrefix">Whether it is what an async method executes before it first suspends.</param>
internal readonly record struct SampledFrame(string Name, bool IsFramework, string Assembly, bool IsExternal, bool IsPrefix)
{
    /// <summary>Whether it suspends an operation, or tells of that: who is seen late in it was in something else before.</summary>
    public bool IsMachinery { get; init; }
}
