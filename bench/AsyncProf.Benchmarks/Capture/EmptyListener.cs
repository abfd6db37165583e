using System.Diagnostics.Tracing;

namespace AsyncProf.Benchmarks.Capture;

/// <summary>Listens to the same events as the capture and does nothing with them: the floor that no listener can go below.</summary>
internal sealed class EmptyListener : EventListener
{
    /// <summary>Keeps the compiler from finding the callback empty.</summary>
    public long Seen { get; private set; }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Threading.Tasks.TplEventSource")
            EnableEvents(eventSource, EventLevel.Informational, (EventKeywords)0x39);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) => Seen++;
}
