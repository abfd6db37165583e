using System.Collections.ObjectModel;
using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;

namespace AsyncProf.Capture;

/// <summary>
/// Listens to the Task Parallel Library and, where no activities are made, to ASP.NET Core's own request events.
/// A callback writes one struct to its thread's buffer: it allocates nothing, takes no lock, and never throws into the app.
/// </summary>
internal sealed class TplListener : EventListener
{
    private readonly CaptureHub? _hub;
    private readonly RequestTemplates? _requestNames;
    private readonly List<EventSource> _early = [];
    private EventSource? _tpl;
    private EventSource? _hosting;

    public TplListener(CaptureHub hub)
    {
        _requestNames = new RequestTemplates(hub.Names);
        _hub = hub;

        // The base constructor has already reported the sources there are, before any field was set.
        EventSource[] early;
        lock (_early)
            early = [.. _early];
        foreach (EventSource source in early)
            Enable(source);
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is not (TplEvents.SourceName or HostingEvents.SourceName))
            return;
        if (Volatile.Read(ref Unsafe.AsRef(in _hub)) is null)
        {
            lock (_early)
                _early.Add(eventSource);
            return;
        }

        Enable(eventSource);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_hub is not { } hub || hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            if (eventData.EventSource == _tpl)
                OnTpl(hub, buffer, eventData.EventId, eventData.Payload!);
            else if (eventData.EventSource == _hosting)
                OnHosting(buffer, eventData);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OnTpl(CaptureHub hub, ThreadBuffer buffer, int id, ReadOnlyCollection<object?> payload)
    {
        ref readonly TplLayout layout = ref TplEvents.LayoutOf(id);
        if (!layout.IsKnown)
            return; // another listener asked for more
        if (hub.Edges.IsOn)
            hub.Edges.Before(buffer, id, payload, layout);
        ref AsyncEvent e = ref buffer.Reserve((AsyncEventKind)id);
        if (Unsafe.IsNullRef(ref e))
            return;
        TplPayload.Read(payload, layout, ref e);
        if (id == (int)AsyncEventKind.OperationBegin)
        {
            hub.Exact.Begin(buffer, ref e, payload[TplEvents.NameField] as string);
            e.Scope = ScopeFlow.Current;
        }
        else if (id == (int)AsyncEventKind.WaitBegin)
        {
            hub.Exact.Wait(buffer, ref e);
        }
        else if (id == (int)AsyncEventKind.ContinuationScheduled)
        {
            hub.Exact.Yield(buffer, ref e);
        }

        buffer.Publish();
    }

    private void OnHosting(ThreadBuffer buffer, EventWrittenEventArgs eventData)
    {
        if (eventData.EventId is not (HostingEvents.RequestStart or HostingEvents.RequestStop))
            return;
        bool start = eventData.EventId == HostingEvents.RequestStart;
        ref AsyncEvent e = ref buffer.Reserve(start ? AsyncEventKind.RequestStart : AsyncEventKind.RequestStop);
        if (Unsafe.IsNullRef(ref e))
            return;
        if (start && eventData.Payload is { Count: >= 2 } payload)
            e.Extra = _requestNames!.Name(payload[0] as string ?? "", payload[1] as string ?? "");
        e.Scope = ScopeFlow.Current;
        buffer.Publish();
    }

    private void Enable(EventSource source)
    {
        if (source.Name == TplEvents.SourceName)
        {
            _tpl = source;
            EnableEvents(source, EventLevel.Informational, (EventKeywords)TplEvents.Keywords);
        }
        else
        {
            _hosting = source;
            EnableEvents(source, EventLevel.Informational, EventKeywords.None);
        }
    }
}
