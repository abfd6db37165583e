using System.Diagnostics.Tracing;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Tells the probe of waits on its tasks, on the thread that suspends.</summary>
public sealed class ProbeListener : EventListener
{
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Threading.Tasks.TplEventSource")
            EnableEvents(eventSource, EventLevel.Informational, (EventKeywords)0x3);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        const int TaskWaitBegin = 10, Asynchronous = 2;
        if (eventData is { EventId: TaskWaitBegin, Payload: [_, _, int task, Asynchronous, ..] })
            AwaitProbe.NoteTask(task);
    }
}
