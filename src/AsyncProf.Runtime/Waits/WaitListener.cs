using System.Diagnostics.Tracing;
using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Waits;

/// <summary>
/// Listens to what the runtime tells of threads that wait, from .NET 9 on. It comes on a thread of the runtime's, some milliseconds after it happened, with nothing else: asked by this keyword the
/// runtime tells these two events and sends no rundown. The first time takes the runtime some 10 ms, each further one 2 to 4.
/// </summary>
internal sealed class WaitListener : SourceListener
{
    private readonly WaitQueue _queue;

    /// <summary>Begins to listen.</summary>
    /// <param name="queue">Gets what is told.</param>
    public WaitListener(WaitQueue queue)
        : base(WaitEvents.SourceName, WaitEvents.Keyword, EventLevel.Verbose)
    {
        _queue = queue;
        Begin();
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == WaitEvents.Begin)
            _queue.Add(new ToldWait(eventData.TimeStamp, eventData.OSThreadId, eventData.Payload is [_, nint on, ..] ? on : 0, Begins: true));
        else if (eventData.EventId == WaitEvents.End)
            _queue.Add(new ToldWait(eventData.TimeStamp, eventData.OSThreadId, 0, Begins: false));
    }
}
