using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;

namespace AsyncProf.Capture;

/// <summary>Listens to ASP.NET Core's own request events, for where no activities are made.</summary>
internal sealed class HostingListener : SourceListener
{
    private readonly CaptureHub? _hub;
    private readonly RequestTemplates? _requestNames;

    public HostingListener(CaptureHub hub)
        : base(HostingEvents.SourceName, keywords: 0)
    {
        _requestNames = new RequestTemplates(hub.Names);
        _hub = hub;
        Begin();
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_hub is not { } hub || eventData.EventId is not (HostingEvents.RequestStart or HostingEvents.RequestStop) || hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            Record(buffer, eventData);
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

    private void Record(ThreadBuffer buffer, EventWrittenEventArgs eventData)
    {
        bool start = eventData.EventId == HostingEvents.RequestStart;
        _hub!.Uses.BeforeMark(buffer);
        ref AsyncEvent e = ref buffer.Reserve(start ? AsyncEventKind.RequestStart : AsyncEventKind.RequestStop);
        if (Unsafe.IsNullRef(ref e))
            return;
        if (start && eventData.Payload is { Count: >= 2 } payload)
            e.Extra = _requestNames!.Name(payload[0] as string ?? "", payload[1] as string ?? "");
        e.Scope = ScopeFlow.Current;
        buffer.Publish();
    }
}
