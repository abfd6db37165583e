using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Dispatches;

/// <summary>
/// Listens to the runtime's own account of methods compiled as runtime-async, from .NET 11 on. It comes by the buffer, sometimes on a thread of the app in
/// the middle of a dispatch: the callback keeps the buffer and returns.
/// </summary>
internal sealed class DispatchListener : EventListener
{
    private readonly DispatchQueue? _queue;
    private EventSource? _early;

    public DispatchListener(DispatchQueue queue)
    {
        _queue = queue;
        if (Interlocked.Exchange(ref _early, null) is { } early)
            Enable(queue, early); // the base constructor has reported it before any field was set
    }

    public override void Dispose()
    {
        _queue?.FlushNow();
        _queue?.Close();
        base.Dispose();
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name != DispatchEvents.SourceName)
            return;
        Volatile.Write(ref _early, eventSource);
        if (Volatile.Read(ref Unsafe.AsRef(in _queue)) is { } queue && Interlocked.Exchange(ref _early, null) is { } source)
            Enable(queue, source);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_queue is { } queue && eventData is { EventId: DispatchEvents.EventId, Payload: [byte[] buffer] })
            queue.Add(buffer);
    }

    private void Enable(DispatchQueue queue, EventSource source)
    {
        queue.Open(source);
        EnableEvents(source, EventLevel.Informational, (EventKeywords)DispatchEvents.Keywords);
    }
}
