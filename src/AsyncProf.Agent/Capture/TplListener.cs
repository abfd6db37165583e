using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>
/// Listens to the Task Parallel Library, where its events cannot be received directly.
/// A callback writes one struct to its thread's buffer: it allocates nothing, takes no lock, and never throws into the app.
/// </summary>
internal sealed class TplListener : SourceListener
{
    private readonly CaptureHub? _hub;

    public TplListener(CaptureHub hub)
        : base(TplEvents.SourceName, TplEvents.Keywords)
    {
        _hub = hub;
        Begin();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_hub is not { } hub || eventData.Payload is not { } payload || hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            TplRecorder.Record(hub, buffer, eventData.EventId, new BoxedPayload(payload));
        }
        catch (Exception)
        {
            hub.CountFault(); // must not reach the app
        }
        finally
        {
            buffer.Leave();
        }
    }
}
