namespace AsyncProf.Events.Dispatchers;

/// <summary>
/// All that is known of the event source of runtime-async from outside its buffers: its name, what is asked of it, its one event. Read from
/// <c>AsyncProfilerEventSource.cs</c> of .NET 11, and measured on 11.0.0.
/// </summary>
internal static class DispatchEvents
{
    public const string SourceName = "System.Runtime.CompilerServices.AsyncProfilerEventSource";

    /// <summary>
    /// All of runtime-async and nothing of state machines, which the TPL tells better; at the level Informational. Never mask 0: it means all.
    /// </summary>
    public const long Keywords = 0x3FF;

    /// <summary>The command to the source that makes every thread's buffer an event at once.</summary>
    public const int FlushCommand = 1;

    /// <summary>The one event: a buffer of one thread. Where events are sent as bytes, the buffer's length stands before it in 32 bits.</summary>
    public const int EventId = 1;

    /// <summary>The longest buffer that is read, in bytes: the runtime's own limit is 65,280.</summary>
    public const int LargestBuffer = 65_536;

    public static readonly Guid SourceId = new("7892f2f8-f81d-50d6-aea7-594d846c2274");
}
