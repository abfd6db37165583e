using System.Diagnostics.Tracing;
using AsyncProf.Engine;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Listens beside the capture to the same events, and only counts them.</summary>
internal sealed class EventCounter : EventListener
{
    private static readonly HashSet<int> Kinds = [7, 10, 12, 14, 15, 16, 17, 18];
    private long _seen;

    public long Seen => Interlocked.Read(ref _seen);

    /// <summary>What the engine has counted, once all events up to now are stitched.</summary>
    public static Task<EngineCounts> StitchedAsync(ProfilerEngine engine)
    {
        var counts = new TaskCompletionSource<EngineCounts>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.AfterNow(() => counts.SetResult(engine.Counts()));
        return counts.Task;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Threading.Tasks.TplEventSource")
            EnableEvents(eventSource, EventLevel.Informational, (EventKeywords)0x39);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Kinds.Contains(eventData.EventId))
            Interlocked.Increment(ref _seen);
    }
}
