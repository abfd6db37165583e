using System.Diagnostics.Tracing;

namespace AsyncProf.Runtime.Tests.Faults;

/// <summary>Another listener of the app's, which starts and awaits tasks from inside the events of tasks.</summary>
internal sealed class EchoingListener : EventListener
{
    [ThreadStatic]
    private static bool s_inside;

    private int _echoes;

    public int Echoes => Volatile.Read(ref _echoes);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Threading.Tasks.TplEventSource")
            EnableEvents(eventSource, EventLevel.Informational, (EventKeywords)0x39);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (s_inside || eventData.EventId != 14)
            return;
        s_inside = true;
        _ = EchoAsync();
        s_inside = false;
        Interlocked.Increment(ref _echoes);
    }

    private static async Task EchoAsync() => await Task.Yield();
}
