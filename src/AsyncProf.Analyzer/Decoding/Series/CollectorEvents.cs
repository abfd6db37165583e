namespace AsyncProf.Decoding.Series;

/// <summary>What is read of the runtime's events of its garbage collector. https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-garbage-collection-events.</summary>
internal static class CollectorEvents
{
    /// <summary>GCStart, GCRestartEEEnd, GCSuspendEEEnd and GCSuspendEEBegin.</summary>
    public const int Start = 1, Resumed = 3, Stopped = 8, Stopping = 9;

    /// <summary>Why all threads are stopped, as GCSuspendEEBegin says it: for a collection, or for a step of one that goes on beside them.</summary>
    public const int ForCollection = 1, ForPreparation = 6;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<int> All { get; } = [Start, Resumed, Stopped, Stopping];
}
